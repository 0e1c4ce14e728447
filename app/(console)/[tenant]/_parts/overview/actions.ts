"use server";

import { action } from "@/lib/console/action";
import { paths } from "@/lib/kernel/paths";
import { RefuseRequestInput, refuseRequest } from "@/lib/registry/attention/refuse-request";
import { markSeen } from "@/lib/registry/looks/mark-seen";
import { LookInput, noteLook } from "@/lib/registry/looks/note-look";

export const refuseRequestAction = action({
  may: "grants:write",
  input: RefuseRequestInput,
  run: async (ctx, input) => {
    await refuseRequest(ctx, input);
    return ctx.tenant.slug;
  },
  refresh: paths.overview,
});

export const noteLookAction = action({ may: "events:read", input: LookInput, run: noteLook });

export const markSeenAction = action({
  may: "events:read",
  input: LookInput,
  run: markSeen,
  // biome-ignore lint/suspicious/noThenProperty: where the form leads; nobody awaits this object
  then: (tenant) => paths.overview(tenant),
});
