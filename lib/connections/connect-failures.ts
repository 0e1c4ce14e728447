/** Why an attempt to connect came to nothing, in words for the human. The issuer's own codes are in RFC 6749 §4.1.2.1. */
export const connectFailures = {
  unknown_attempt: "This attempt has ended already, took too long, or was begun in another browser. Try again.",
  mixed_up: "The answer came from another authorization server than the one that was asked. Nothing was connected.",
  access_denied: "The access was not given: it was declined on the other side.",
  invalid_scope: "The other side does not know one of the scopes. An administrator can change them at the server.",
  login_required: "The other side wants you to sign in there first.",
  temporarily_unavailable: "The other side cannot do this right now. Try again in a moment.",
  server_error: "Something went wrong on the other side. Try again in a moment.",
  invalid_client: "The other side does not know this gateway any more. Try again: it will register anew.",
  no_code: "The other side sent you back without an answer. Try again.",
  no_token: "The other side gave no access, although you agreed. Try again.",
  issuer_away: "The other side could not be reached to fetch the access. Try again in a moment.",
  refused: "The other side refused. Try again, or ask an administrator what it says in the log.",
} as const satisfies Record<string, string>;

export type ConnectFailure = keyof typeof connectFailures;

export const isConnectFailure = (code: string): code is ConnectFailure => Object.hasOwn(connectFailures, code);
