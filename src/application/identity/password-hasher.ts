export interface PasswordHasher {
  hash(password: string): Promise<string>;

  /** Takes the same time whether there is a hash or not, so that nobody can tell from it who has an account. */
  verify(password: string, hash: string | null): Promise<boolean>;
}
