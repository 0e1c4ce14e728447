"use server";

import { revalidatePath } from "next/cache";
import { z } from "zod";
import { removeHuman } from "@/lib/connections/remove-human";
import { action } from "@/lib/console/action";
import { toInvitationLink } from "@/lib/console/invitation-link";
import { paths } from "@/lib/kernel/paths";
import { DeleteGrantInput, deleteGrant } from "@/lib/registry/grants/delete-grant";
import { PutGrantInput, putGrant } from "@/lib/registry/grants/put-grant";
import { CreateHumanInput, createHuman } from "@/lib/registry/humans/create-human";
import { ErasePersonInput, erasePerson } from "@/lib/registry/humans/erase-person";
import { UpdateHumanInput, updateHuman } from "@/lib/registry/humans/update-human";
import { createInvitation } from "@/lib/registry/invitations/create-invitation";

const Human = z.string().min(1).max(300);
const Name = z
  .string()
  .trim()
  .max(120)
  .transform((name) => (name === "" ? null : name));

export const createHumanAction = action({
  may: "humans:write",
  input: CreateHumanInput,
  run: createHuman,
  refresh: paths.humans,
  // biome-ignore lint/suspicious/noThenProperty: where the form leads; nobody awaits this object
  then: (tenant, human) => paths.human(tenant, human.key),
});

export const updateHumanAction = action({
  may: "humans:write",
  // A form cannot say null: an emptied name is no name.
  input: UpdateHumanInput.extend({ human: Human, name: Name.optional() }),
  run: (ctx, { human, ...change }) => updateHuman(ctx, human, change),
  refresh: (tenant, human) => paths.human(tenant, human.key),
});

/** Gives the whole address of the link, which is shown this once. */
export const inviteHumanAction = action({
  may: "humans:write",
  input: z.object({ human: Human }),
  run: async (ctx, { human }) => toInvitationLink(await createInvitation(ctx, human)),
});

export const deleteHumanAction = action({
  may: "humans:write",
  input: z
    .object({ human: Human, confirm: z.string() })
    .refine(({ human, confirm }) => human === confirm, { path: ["confirm"], message: "This is not the human's key." }),
  run: async (ctx, { human }) => {
    await removeHuman(ctx, human);
    return human;
  },
  refresh: paths.humans,
  // biome-ignore lint/suspicious/noThenProperty: as above
  then: paths.human,
});

export const erasePersonAction = action({
  may: "payloads:write",
  input: ErasePersonInput.extend({ human: Human, confirm: z.string() }).refine(
    ({ human, confirm }) => human === confirm,
    { path: ["confirm"], message: "This is not the human's key." },
  ),
  // Some may be gone also where it is refused, and the page shows that.
  run: (ctx, { human, reason, calls }) =>
    erasePerson(ctx, human, { reason, calls }).finally(() => revalidatePath(paths.human(ctx.tenant.slug, human))),
});

export const putGrantAction = action({
  may: "grants:write",
  input: PutGrantInput,
  run: putGrant,
  refresh: (tenant, grant) => paths.human(tenant, grant.human),
});

export const deleteGrantAction = action({
  may: "grants:write",
  input: DeleteGrantInput,
  run: async (ctx, input) => {
    await deleteGrant(ctx, input);
    return input;
  },
  refresh: (tenant, grant) => paths.human(tenant, grant.human),
});
