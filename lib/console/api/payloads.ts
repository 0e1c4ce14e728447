import "server-only";
import { ErasePayloadInput, erasePayload } from "@/lib/audit/payload/erase-payload";
import { ErasePayloadsInput, erasePayloads } from "@/lib/audit/payload/erase-payloads";
import { viewPayload } from "@/lib/audit/payload/view-payload";
import { EraseHumanInput, eraseHuman } from "@/lib/registry/humans/erase-human";
import { deletePayloadRule } from "@/lib/registry/payload-rules/delete-payload-rule";
import { ListPayloadRulesInput, listPayloadRules } from "@/lib/registry/payload-rules/list-payload-rules";
import { RulePlace } from "@/lib/registry/payload-rules/payload-rule-input";
import { PreviewPayloadInput, previewPayload } from "@/lib/registry/payload-rules/preview-payload";
import { PutPayloadRuleInput, putPayloadRule } from "@/lib/registry/payload-rules/put-payload-rule";
import { family } from "./operation";

const { get, post, put, del } = family("Payloads");

export const payloads = {
  getEventPayload: get("events/{id}/payload", {
    summary: "View what is stored of a call's arguments and result",
    description:
      "Where nothing is stored the answer says why. Whoever sees something leaves `audit.payload_viewed`, before it is answered.",
    may: "payloads:read",
    answer: "The stored arguments and result, each with what was masked, left out or cut off.",
    run: (ctx, { params }) => viewPayload(ctx, params.id),
  }),
  eraseEventPayload: post("events/{id}/payload/erase", {
    summary: "Erase what is stored of a call's arguments and result",
    description: "The event stays, and so does every proof: it has only committed to what was erased.",
    may: "payloads:write",
    body: ErasePayloadInput,
    answer: "Whether there was anything to erase.",
    run: (ctx, { params, body }) => erasePayload(ctx, params.id, body),
  }),
  erasePayloads: post("payloads/erase", {
    summary: "Erase what is stored of many calls",
    description: "Of one human, or of all calls before a time. Ask again as long as `more` is true.",
    may: "payloads:write",
    body: ErasePayloadsInput,
    answer: "How many calls lost theirs, how many a legal hold keeps, and whether there is more.",
    run: (ctx, { body }) => erasePayloads(ctx, body),
  }),
  eraseHuman: post("humans/{human}/erase", {
    summary: "Erase a human's name and e-mail address from the log",
    description:
      "The human must have been deleted. Their events stay under their key, and show `[erased]` in the place of names.",
    may: "payloads:write",
    body: EraseHumanInput,
    answer: "How many values were erased.",
    run: (ctx, { params, body }) => eraseHuman(ctx, params.human, body),
  }),
  listPayloadRules: get("payload-rules", {
    summary: "List what is kept of calls",
    may: "tenant:read",
    query: ListPayloadRulesInput,
    answer: "A page of rules: the environment's, then those of servers and tools.",
    run: (ctx, { query }) => listPayloadRules(ctx, query),
  }),
  putPayloadRule: put("payload-rules", {
    summary: "Say what is kept of calls",
    description:
      "Without `server` it is said of the environment, without `tool` of the whole server. Tool counts before server, server before environment; a path before what is said of everything. Acts on the next call.",
    may: "tenant:write",
    body: PutPayloadRuleInput,
    answer: "The rule.",
    run: (ctx, { body }) => putPayloadRule(ctx, body),
  }),
  deletePayloadRule: del("payload-rules", {
    summary: "Take back what was said of calls",
    may: "tenant:write",
    query: RulePlace,
    answer: "Nothing.",
    run: (ctx, { query }) => deletePayloadRule(ctx, query),
  }),
  previewPayload: post("payload-rules/preview", {
    summary: "Try what would be kept of an example",
    description: "By the rules that hold, or by one that is not saved yet. Stores nothing.",
    may: "tenant:read",
    body: PreviewPayloadInput,
    answer: "What would be kept.",
    run: (ctx, { body }) => previewPayload(ctx, body),
  }),
};
