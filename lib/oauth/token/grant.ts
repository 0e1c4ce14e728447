import type { InstanceRow } from "@/lib/registry/instances/instance-view";
import type { ClientRow } from "../clients/client-row";
import type { OAuthErrorCode } from "../oauth-error";
import type { Form } from "../read-form";
import type { Means, TokenSet } from "./issue-tokens";

/** A request of a client that has proved who it is. */
export type GrantRequest = Means & { client: ClientRow; form: Form };

/** What comes of it: a refusal is an outcome, because what it changed has to stay changed. */
export type GrantAnswer =
  | { tokens: TokenSet }
  | { refused: OAuthErrorCode; text: string; instance?: InstanceRow | undefined };

/** `invalid_grant`, which makes clients ask their human again. */
export const noGrant = (text: string, instance?: InstanceRow): GrantAnswer => ({
  refused: "invalid_grant",
  text,
  instance,
});
