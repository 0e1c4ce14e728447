"use server";

import { z } from "zod";
import { action } from "@/lib/console/action";
import { paths } from "@/lib/kernel/paths";
import { createView } from "@/lib/registry/views/create-view";
import { deleteView } from "@/lib/registry/views/delete-view";
import { updateView } from "@/lib/registry/views/update-view";
import { viewFields } from "@/lib/registry/views/view-input";

const Id = z.string().min(1).max(100);
// A box that is not ticked sends nothing.
const shared = viewFields.shared.default(false);

export const saveViewAction = action({
  may: "events:read",
  input: z.object({ name: viewFields.name, query: viewFields.query.default(""), shared }),
  run: createView,
  refresh: (tenant) => paths.audit(tenant),
});

export const changeViewAction = action({
  may: "events:read",
  input: z.object({ view: Id, name: viewFields.name, shared }),
  run: (ctx, { view, ...change }) => updateView(ctx, view, change),
  refresh: (tenant) => paths.audit(tenant),
});

export const deleteViewAction = action({
  may: "events:read",
  input: z.object({ view: Id }),
  run: (ctx, { view }) => deleteView(ctx, view),
  refresh: (tenant) => paths.audit(tenant),
});
