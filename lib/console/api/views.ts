import "server-only";
import { CreateViewInput, createView } from "@/lib/registry/views/create-view";
import { deleteView } from "@/lib/registry/views/delete-view";
import { listViews } from "@/lib/registry/views/list-views";
import { UpdateViewInput, updateView } from "@/lib/registry/views/update-view";
import { family } from "./operation";

const { get, post, patch, del } = family("Views");

export const views = {
  createView: post("views", {
    summary: "Save a search of the audit log",
    description: "For oneself; with `shared`, which needs tenant:write, for everybody who reads the log.",
    may: "events:read",
    body: CreateViewInput,
    status: 201,
    answer: "The view.",
    run: (ctx, { body }) => createView(ctx, body),
  }),
  listViews: get("views", {
    summary: "List saved searches",
    may: "events:read",
    answer: "One's own views and those that are shared, by name.",
    run: (ctx) => listViews(ctx),
  }),
  updateView: patch("views/{id}", {
    summary: "Change a saved search",
    may: "events:read",
    body: UpdateViewInput,
    answer: "The view.",
    run: (ctx, { params, body }) => updateView(ctx, params.id, body),
  }),
  deleteView: del("views/{id}", {
    summary: "Delete a saved search",
    may: "events:read",
    answer: "Nothing.",
    run: (ctx, { params }) => deleteView(ctx, params.id),
  }),
};
