import "server-only";
import { ComparePoliciesInput, comparePolicies } from "@/lib/registry/decisions/compare-policies";
import { DecideCallInput, decideCall } from "@/lib/registry/decisions/decide-call";
import { ListAccessInput, listAccess } from "@/lib/registry/decisions/list-access";
import { ReplayPoliciesInput, replayPolicies } from "@/lib/registry/decisions/replay-policies";
import { ndjson } from "../ndjson";
import { family } from "./operation";

const { get, post } = family("Decisions");

export const decisions = {
  decideCall: post("decisions", {
    summary: "Ask how a call would be decided",
    description:
      "Nothing is called, and nothing is recorded as a call. `draft` puts one policy into force as it says, takes it out, or adds one.",
    may: "policies:read",
    body: DecideCallInput,
    answer: "The decision with its whole chain, and of a denial the smallest changes that would have allowed it.",
    run: (ctx, { body }) => decideCall(ctx, body),
  }),
  listAccess: get("access", {
    summary: "List effective access",
    description: "What instances may use before they have asked for anything: allowed, conditional and denied tools.",
    may: "instances:read",
    query: ListAccessInput,
    answer: "A page of instances on servers, with their tools in three buckets.",
    run: (ctx, { query }) => listAccess(ctx, query),
  }),
  replayPolicies: post("policies/replay", {
    summary: "Replay recorded calls under a draft",
    description:
      'Answers JSON Lines: `{"progress": {done, total}}` as it goes, at the end `{"result": …}`, or `{"error": …}` where it broke off. Closing the connection ends it.',
    may: "policies:write",
    body: ReplayPoliciesInput,
    answer: "A stream of JSON Lines.",
    files: ["application/x-ndjson"],
    run: async (ctx, { body }) => ndjson((signal) => replayPolicies(ctx, body, signal), ctx.requestId),
  }),
  comparePolicies: post("policies/impact", {
    summary: "Say what a draft would change for live instances",
    may: "policies:read",
    body: ComparePoliciesInput,
    answer: "Which tools of which instances become wider or narrower, with example calls decided by both.",
    run: (ctx, { body }) => comparePolicies(ctx, body),
  }),
};
