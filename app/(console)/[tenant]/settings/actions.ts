"use server";

import { z } from "zod";
import { action } from "@/lib/console/action";
import { invalid } from "@/lib/kernel/errors";
import { paths } from "@/lib/kernel/paths";
import { SetAllAgentsInput, setAllAgents } from "@/lib/registry/agents/set-all-agents";
import { CreateKeyInput, createKey } from "@/lib/registry/keys/create-key";
import { deleteKey } from "@/lib/registry/keys/delete-key";
import { CreateMemberInput, createMember } from "@/lib/registry/members/create-member";
import { deleteMember } from "@/lib/registry/members/delete-member";
import { UpdateMemberInput, updateMember } from "@/lib/registry/members/update-member";
import { UpdateTenantSettingsInput, updateTenantSettings } from "@/lib/registry/tenants/update-tenant-settings";

/** Stopping everybody is confirmed by typing where. */
export const setAllAgentsAction = action({
  may: "agents:write",
  input: z.object({ status: SetAllAgentsInput.shape.status, confirm: z.string().default("") }),
  run: async (ctx, { status, confirm }) => {
    if (status === "suspended" && confirm !== ctx.tenant.slug) {
      const message = "This is not the address of this environment.";
      throw invalid(message, [{ path: "confirm", message }]);
    }
    return setAllAgents(ctx, { status });
  },
  refresh: paths.tenantSettings,
});

export const updateSettingsAction = action({
  may: "tenant:write",
  input: UpdateTenantSettingsInput,
  run: updateTenantSettings,
  refresh: paths.tenantSettings,
});

const Id = z.string().min(1).max(100);

export const createKeyAction = action({
  may: "keys:write",
  input: CreateKeyInput,
  run: async (ctx, input) => ({ name: input.name, key: (await createKey(ctx, input)).key }),
  refresh: paths.keys,
});

export const deleteKeyAction = action({
  may: "keys:write",
  input: z.object({ key: Id }),
  run: (ctx, { key }) => deleteKey(ctx, key),
  refresh: paths.keys,
});

export const createMemberAction = action({
  may: "members:write",
  input: CreateMemberInput,
  run: createMember,
  refresh: paths.members,
});

export const updateMemberAction = action({
  may: "members:write",
  input: UpdateMemberInput.extend({ member: Id }),
  run: (ctx, { member, ...change }) => updateMember(ctx, member, change),
  refresh: paths.members,
});

export const deleteMemberAction = action({
  may: "members:write",
  input: z.object({ member: Id }),
  run: (ctx, { member }) => deleteMember(ctx, member),
  refresh: paths.members,
});
