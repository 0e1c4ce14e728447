import "server-only";
import { DeleteGrantInput, deleteGrant } from "@/lib/registry/grants/delete-grant";
import { ListGrantsInput, listGrants } from "@/lib/registry/grants/list-grants";
import { PutGrantInput, putGrant } from "@/lib/registry/grants/put-grant";
import { family } from "./operation";

const { get, put, del } = family("Grants");

export const grants = {
  putGrant: put("grants", {
    summary: "Set the ceiling of a human on a server",
    may: "grants:write",
    body: PutGrantInput,
    answer: "The grant.",
    run: (ctx, { body }) => putGrant(ctx, body),
  }),
  listGrants: get("grants", {
    summary: "List grants",
    may: "grants:read",
    query: ListGrantsInput,
    answer: "A page of grants: all, or those of one human or one server.",
    run: (ctx, { query }) => listGrants(ctx, query),
  }),
  deleteGrant: del("grants", {
    summary: "Take a ceiling away",
    may: "grants:write",
    query: DeleteGrantInput,
    answer: "Nothing.",
    run: (ctx, { query }) => deleteGrant(ctx, query),
  }),
};
