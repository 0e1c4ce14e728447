import "server-only";
import { removeHuman } from "@/lib/connections/remove-human";
import { CreateHumanInput, createHuman } from "@/lib/registry/humans/create-human";
import { getHuman } from "@/lib/registry/humans/get-human";
import { ListHumansInput, listHumans } from "@/lib/registry/humans/list-humans";
import { UpdateHumanInput, updateHuman } from "@/lib/registry/humans/update-human";
import { createInvitation } from "@/lib/registry/invitations/create-invitation";
import { toInvitationLink } from "../invitation-link";
import { family } from "./operation";

const { get, post, patch, del } = family("Humans");

export const humans = {
  createHuman: post("humans", {
    summary: "Add a human",
    description: "A human may be added, and given ceilings, long before they sign in.",
    may: "humans:write",
    body: CreateHumanInput,
    status: 201,
    answer: "The human.",
    run: (ctx, { body }) => createHuman(ctx, body),
  }),
  listHumans: get("humans", {
    summary: "List humans",
    may: "humans:read",
    query: ListHumansInput,
    answer: "A page of humans, the newest first.",
    run: (ctx, { query }) => listHumans(ctx, query),
  }),
  getHuman: get("humans/{human}", {
    summary: "Get a human by key, id or e-mail",
    may: "humans:read",
    answer: "The human.",
    run: (ctx, { params }) => getHuman(ctx, params.human),
  }),
  updateHuman: patch("humans/{human}", {
    summary: "Suspend, resume or rename a human, or change their groups",
    description: "A suspended human's agents are denied from their next call on.",
    may: "humans:write",
    body: UpdateHumanInput,
    answer: "The human.",
    run: (ctx, { params, body }) => updateHuman(ctx, params.human, body),
  }),
  inviteHuman: post("humans/{human}/invitation", {
    summary: "Make an invitation link",
    description:
      "A link with which the person sets a password, or signs in with an account that they have, and becomes the account behind this human. It is answered this once, counts once, for seven days, and makes earlier ones worthless.",
    may: "humans:write",
    status: 201,
    answer: "The link and until when it counts.",
    run: async (ctx, { params }) => toInvitationLink(await createInvitation(ctx, params.human)),
  }),
  deleteHuman: del("humans/{human}", {
    summary: "Delete a human",
    description:
      "Their instances are disconnected and their connections to servers ended there, too; what they did stays in the log.",
    may: "humans:write",
    answer: "Nothing.",
    run: (ctx, { params }) => removeHuman(ctx, params.human),
  }),
};
