import "server-only";
import { absolute } from "@/lib/kernel/env";
import { paths } from "@/lib/kernel/paths";
import type { CreatedInvitation } from "@/lib/registry/invitations/create-invitation";

/** The whole address of an invitation, as it is shown this once. `expiresAt`: ISO 8601. */
export type InvitationLink = { human: string; url: string; expiresAt: string };

export const toInvitationLink = ({ human, token, expiresAt }: CreatedInvitation): InvitationLink => ({
  human,
  url: absolute(paths.invitation(token)),
  expiresAt,
});
