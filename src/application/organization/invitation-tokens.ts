/** Tokens that nobody can guess. */
export interface InvitationTokens {
  make(): string;

  /** What is stored of a token that only its receiver may know. The same for the same token. */
  hashOf(token: string): string;
}
