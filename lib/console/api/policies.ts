import "server-only";
import { CreatePolicyInput, createPolicy } from "@/lib/registry/policies/create-policy";
import { deletePolicy } from "@/lib/registry/policies/delete-policy";
import { getPolicy } from "@/lib/registry/policies/get-policy";
import { ListPoliciesInput, listPolicies } from "@/lib/registry/policies/list-policies";
import { ListPolicyVersionsInput, listPolicyVersions } from "@/lib/registry/policies/list-policy-versions";
import { UpdatePolicyInput, updatePolicy } from "@/lib/registry/policies/update-policy";
import { family } from "./operation";

const { get, post, patch, del } = family("Policies");

export const policies = {
  createPolicy: post("policies", {
    summary: "Create a policy",
    may: "policies:write",
    body: CreatePolicyInput,
    status: 201,
    answer: "The policy in its first version.",
    run: (ctx, { body }) => createPolicy(ctx, body),
  }),
  listPolicies: get("policies", {
    summary: "List policies",
    may: "policies:read",
    query: ListPoliciesInput,
    answer: "A page of policies, the newest first.",
    run: (ctx, { query }) => listPolicies(ctx, query),
  }),
  getPolicy: get("policies/{id}", {
    summary: "Get a policy",
    may: "policies:read",
    answer: "The policy in its present version.",
    run: (ctx, { params }) => getPolicy(ctx, params.id),
  }),
  listPolicyVersions: get("policies/{id}/versions", {
    summary: "List a policy's versions",
    may: "policies:read",
    query: ListPolicyVersionsInput,
    answer: "A page of versions, the newest first; of a deleted policy too.",
    run: (ctx, { params, query }) => listPolicyVersions(ctx, params.id, query),
  }),
  updatePolicy: patch("policies/{id}", {
    summary: "Change a policy",
    description: "Makes a new version, which counts from the next call on. Earlier versions stay as they were.",
    may: "policies:write",
    body: UpdatePolicyInput,
    answer: "The policy in its new version.",
    run: (ctx, { params, body }) => updatePolicy(ctx, params.id, body),
  }),
  deletePolicy: del("policies/{id}", {
    summary: "Delete a policy",
    description: "Its versions stay, because old events point at them.",
    may: "policies:write",
    answer: "Nothing.",
    run: (ctx, { params }) => deletePolicy(ctx, params.id),
  }),
};
