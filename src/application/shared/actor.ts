/** Who asks, as the access token says. */
export interface Actor {
  readonly userId: string;
  readonly sessionId: string;
  readonly role: "member" | "admin";
}
