import "server-only";
import { CheckPolicyInput, checkPolicy } from "@/lib/registry/policies/check-policy";
import { CreatePolicyInput, createPolicy } from "@/lib/registry/policies/create-policy";
import { createPolicyTest } from "@/lib/registry/policies/create-policy-test";
import { deletePolicy } from "@/lib/registry/policies/delete-policy";
import { deletePolicyTest } from "@/lib/registry/policies/delete-policy-test";
import { getPolicy } from "@/lib/registry/policies/get-policy";
import { ListPoliciesInput, listPolicies } from "@/lib/registry/policies/list-policies";
import { listPolicyTests } from "@/lib/registry/policies/list-policy-tests";
import { ListPolicyVersionsInput, listPolicyVersions } from "@/lib/registry/policies/list-policy-versions";
import { CreatePolicyTestInput, UpdatePolicyTestInput } from "@/lib/registry/policies/policy-test-input";
import { RestorePolicyVersionInput, restorePolicyVersion } from "@/lib/registry/policies/restore-policy-version";
import { RunPolicyTestsInput, runPolicyTests } from "@/lib/registry/policies/run-policy-tests";
import { UpdatePolicyInput, updatePolicy } from "@/lib/registry/policies/update-policy";
import { updatePolicyTest } from "@/lib/registry/policies/update-policy-test";
import { family } from "./operation";

const { get, post, patch, del } = family("Policies");

export const policies = {
  createPolicy: post("policies", {
    summary: "Create a policy",
    description:
      "An active one is refused when its conditions do not fit the tools that it covers; `details` then lists the findings.",
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
  checkPolicy: post("policies/check", {
    summary: "Check a policy without storing it",
    description:
      "A condition that cannot be read is a finding with the code `syntax`. Give `policy` to run the tests of a stored policy against it.",
    may: "policies:read",
    body: CheckPolicyInput,
    answer: "Findings, both forms of the conditions, what it would cover, and how its tests come out.",
    run: (ctx, { body }) => checkPolicy(ctx, body),
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
    description:
      "Makes a new version, which counts from the next call on. Earlier versions stay as they were. One that would be active is refused when its conditions do not fit the tools that it covers, or when one of its tests fails.",
    may: "policies:write",
    body: UpdatePolicyInput,
    answer: "The policy in its new version.",
    run: (ctx, { params, body }) => updatePolicy(ctx, params.id, body),
  }),
  restorePolicyVersion: post("policies/{id}/restore", {
    summary: "Restore an old version of a policy",
    description: "Makes a new version that says what the old one said. Its status stays as it is.",
    may: "policies:write",
    body: RestorePolicyVersionInput,
    answer: "The policy in its new version.",
    run: (ctx, { params, body }) => restorePolicyVersion(ctx, params.id, body),
  }),
  deletePolicy: del("policies/{id}", {
    summary: "Delete a policy",
    description: "Its versions stay, because old events point at them.",
    may: "policies:write",
    answer: "Nothing.",
    run: (ctx, { params }) => deletePolicy(ctx, params.id),
  }),
  listPolicyTests: get("policies/{id}/tests", {
    summary: "List a policy's tests",
    may: "policies:read",
    answer: "Every test of the policy, the oldest first.",
    run: (ctx, { params }) => listPolicyTests(ctx, params.id),
  }),
  createPolicyTest: post("policies/{id}/tests", {
    summary: "Add a test to a policy",
    description:
      "A call, and how it is to be decided while the policy is active. A failing test keeps it from being so.",
    may: "policies:write",
    body: CreatePolicyTestInput,
    status: 201,
    answer: "The test.",
    run: (ctx, { params, body }) => createPolicyTest(ctx, params.id, body),
  }),
  runPolicyTests: post("policies/{id}/tests/run", {
    summary: "Run a policy's tests",
    description:
      "Decides every test as if the policy, or the `draft` of its next version, were active. Stores nothing.",
    may: "policies:read",
    body: RunPolicyTestsInput,
    answer: "Whether all passed, and what came out of each.",
    run: (ctx, { params, body }) => runPolicyTests(ctx, params.id, body),
  }),
  updatePolicyTest: patch("policies/{id}/tests/{test}", {
    summary: "Change a test of a policy",
    may: "policies:write",
    body: UpdatePolicyTestInput,
    answer: "The test.",
    run: (ctx, { params, body }) => updatePolicyTest(ctx, params.id, params.test, body),
  }),
  deletePolicyTest: del("policies/{id}/tests/{test}", {
    summary: "Delete a test of a policy",
    may: "policies:write",
    answer: "Nothing.",
    run: (ctx, { params }) => deletePolicyTest(ctx, params.id, params.test),
  }),
};
