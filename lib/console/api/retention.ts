import "server-only";
import { getLogHealth } from "@/lib/audit/health/get-log-health";
import { getRetention } from "@/lib/audit/retention/get-retention";
import { ListHoldsInput, listHolds } from "@/lib/audit/retention/list-holds";
import { PlaceHoldInput, placeHold } from "@/lib/audit/retention/place-hold";
import { PreviewRetentionInput, previewRetention } from "@/lib/audit/retention/preview-retention";
import { releaseHold } from "@/lib/audit/retention/release-hold";
import { UpdateRetentionInput, updateRetention } from "@/lib/audit/retention/update-retention";
import { family } from "./operation";

const { get, post, put, del } = family("Retention and health");

export const retention = {
  getRetention: get("retention", {
    summary: "Get how long the log is kept",
    may: "tenant:read",
    answer: "Days that events and stored arguments are kept, and the instant before which events go.",
    run: (ctx) => getRetention(ctx),
  }),
  updateRetention: put("retention", {
    summary: "Change how long the log is kept",
    description:
      "What is then past its time goes within the hour, unless it is held. `version` is the one that was read; another change since is a conflict.",
    may: "tenant:write",
    body: UpdateRetentionInput,
    answer: "The settings in force.",
    run: (ctx, { body }) => updateRetention(ctx, body),
  }),
  previewRetention: get("retention/preview", {
    summary: "See what a shorter retention would take away",
    may: "tenant:read",
    query: PreviewRetentionInput,
    answer: "How many events of how many months would go now; counted to 100,000.",
    run: (ctx, { query }) => previewRetention(ctx, query),
  }),
  listHolds: get("holds", {
    summary: "List legal holds",
    may: "tenant:read",
    query: ListHoldsInput,
    answer: "A page of holds, the newest first; released ones stay on the list.",
    run: (ctx, { query }) => listHolds(ctx, query),
  }),
  placeHold: post("holds", {
    summary: "Place a legal hold",
    description:
      "Keeps the events that it covers, and their stored arguments, until it is released. Names a human, an agent or a server, a time range, or nothing: then it holds the whole log.",
    may: "tenant:write",
    body: PlaceHoldInput,
    status: 201,
    answer: "The hold.",
    run: (ctx, { body }) => placeHold(ctx, body),
  }),
  releaseHold: del("holds/{id}", {
    summary: "Release a legal hold",
    may: "tenant:write",
    answer: "Nothing.",
    run: (ctx, { params }) => releaseHold(ctx, params.id),
  }),
  getLogHealth: get("log/health", {
    summary: "Get the health of the log",
    may: "events:read",
    answer: "How the log is (`fine`, `behind`, `attention`), line by line, and the figures behind it.",
    run: (ctx) => getLogHealth(ctx),
  }),
};
