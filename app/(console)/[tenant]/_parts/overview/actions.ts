"use server";

import { action } from "@/lib/console/action";
import { paths } from "@/lib/kernel/paths";
import { markSeen } from "@/lib/registry/looks/mark-seen";
import { LookInput, noteLook } from "@/lib/registry/looks/note-look";

export const noteLookAction = action({ may: "events:read", input: LookInput, run: noteLook });

export const markSeenAction = action({
  may: "events:read",
  input: LookInput,
  run: markSeen,
  // biome-ignore lint/suspicious/noThenProperty: where the form leads; nobody awaits this object
  then: (tenant) => paths.overview(tenant),
});
