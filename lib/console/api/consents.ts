import "server-only";
import { ListConsentsInput, listConsents } from "@/lib/registry/consents/list-consents";
import { PutConsentInput, putConsent } from "@/lib/registry/consents/put-consent";
import { RevokeConsentInput, revokeConsent } from "@/lib/registry/consents/revoke-consent";
import { family } from "./operation";

const { get, put, del } = family("Consents");

export const consents = {
  putConsent: put("consents", {
    summary: "Narrow a consent",
    description: "Lowers what a human let one instance do on one server. Raising it needs the human: 403.",
    may: "consents:write",
    body: PutConsentInput,
    answer: "The consent.",
    run: (ctx, { body }) => putConsent(ctx, body),
  }),
  listConsents: get("consents", {
    summary: "List consents",
    may: "consents:read",
    query: ListConsentsInput,
    answer: "A page of consents: all, or those of one instance, one server, one human.",
    run: (ctx, { query }) => listConsents(ctx, query),
  }),
  revokeConsent: del("consents", {
    summary: "Revoke a consent",
    may: "consents:write",
    query: RevokeConsentInput,
    answer: "Nothing.",
    run: (ctx, { query }) => revokeConsent(ctx, query),
  }),
};
