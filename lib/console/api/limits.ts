import "server-only";
import { deleteLimit } from "@/lib/registry/limits/delete-limit";
import { ListLimitsInput, listLimits } from "@/lib/registry/limits/list-limits";
import { PutLimitInput, putLimit } from "@/lib/registry/limits/put-limit";
import { family } from "./operation";

const { get, put, del } = family("Limits");

export const limits = {
  listLimits: get("limits", {
    summary: "List limits",
    may: "tenant:read",
    query: ListLimitsInput,
    answer: "A page of limits, in the order in which they were first set.",
    run: (ctx, { query }) => listLimits(ctx, query),
  }),
  putLimit: put("limits", {
    summary: "Say how much may be called",
    description:
      "So many calls in so many seconds, so many at once, or both: in the environment, on a server or tool, by an agent, human or instance. Without `subject` it is of every one of the kind, each for itself. All limits that a call meets count. A window begins with its first call. Acts on the next call. Each process counts by itself: N processes together let through at most N times the limit.",
    may: "tenant:write",
    body: PutLimitInput,
    answer: "The limit.",
    run: (ctx, { body }) => putLimit(ctx, body),
  }),
  deleteLimit: del("limits/{id}", {
    summary: "Take a limit back",
    may: "tenant:write",
    answer: "Nothing.",
    run: (ctx, { params }) => deleteLimit(ctx, params.id),
  }),
};
