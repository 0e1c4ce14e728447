import { ButtonLink } from "@/components/ui/button-link";
import { EmptyState } from "@/components/ui/empty-state";
import { Notice } from "@/components/ui/notice";
import { page } from "@/lib/console/page";
import { requireMember } from "@/lib/console/require-member";
import { hasScope } from "@/lib/kernel/scope";
import { listPolicyTests } from "@/lib/registry/policies/list-policy-tests";
import { runPolicyTests } from "@/lib/registry/policies/run-policy-tests";
import { ActionButton } from "../../../_parts/action-button";
import { argumentsOfEvent } from "../../../_parts/arguments-of-event";
import { ConfirmAction } from "../../../_parts/confirm-action";
import type { ConsoleProps } from "../../../_parts/console-props";
import { testsOf } from "../../_parts/policy-paths";
import { findPolicy } from "../_parts/find-policy";
import { PolicyHeader } from "../_parts/policy-header";
import { readStart } from "./_parts/read-start";
import { TestCard } from "./_parts/test-card";
import { TestForm } from "./_parts/test-form";
import { testOptions } from "./_parts/test-options";
import { deletePolicyTestAction, runPolicyTestsAction, savePolicyTestAction } from "./actions";

export const metadata = { title: "Tests of a policy" };

/** The tests of a policy as they come out now, whatever its status is. */
export default page(async ({ params, searchParams }: ConsoleProps<"policy">) => {
  const { tenant, policy: id } = await params;
  const path = testsOf(tenant, id);
  const ctx = await requireMember(tenant, "policies:read", path);
  const [found, { items: tests }, { results }] = await Promise.all([
    findPolicy(ctx, id),
    listPolicyTests(ctx, id),
    runPolicyTests(ctx, id),
  ]);
  const mayWrite = hasScope(ctx.scopes, "policies:write");
  const { query, note } = mayWrite
    ? await argumentsOfEvent(ctx, await searchParams, "a test of a policy")
    : { query: {}, note: undefined };
  const start = mayWrite ? readStart(query, tests) : undefined;
  const passing = results.filter(({ passed }) => passed).length;
  const add = mayWrite && (
    <ButtonLink href={`${path}?add=1#test-form`} icon="plus" variant="primary">
      Add a test
    </ButtonLink>
  );
  return (
    <>
      <PolicyHeader ctx={ctx} found={found} tab="tests" />
      <div className="grid max-w-4xl gap-4 pt-4">
        <div className="flex flex-wrap items-center justify-between gap-3">
          <p className="min-w-0 flex-1 basis-64 text-fg-muted">
            {tests.length === 0
              ? "Calls whose outcome is written down."
              : `${passing} of ${tests.length} ${tests.length === 1 ? "test passes" : "tests pass"} with this version among the policies that are active now.`}
          </p>
          <div className="flex flex-wrap items-center gap-2">
            {tests.length > 0 && mayWrite && (
              <ActionButton
                action={runPolicyTestsAction.bind(null, tenant)}
                fields={{ policy: id }}
                icon="refresh"
                done="Every test has been run again."
              >
                Run all
              </ActionButton>
            )}
            {tests.length > 0 && add}
          </div>
        </div>
        {tests.length === 0 && start === undefined && (
          <EmptyState icon="policy" title="No test yet" actions={add}>
            A test is a call and how it has to be decided. A failing one keeps the policy from being active.
          </EmptyState>
        )}
        {tests.length > 0 && (
          <ol aria-label="Tests" className="grid gap-3">
            {tests.map((test) => (
              <TestCard
                key={test.id}
                tenant={tenant}
                policy={id}
                test={test}
                result={results.find((result) => result.id === test.id)}
                actions={
                  mayWrite && (
                    <>
                      <ButtonLink
                        href={`${path}?edit=${test.id}#test-form`}
                        size="sm"
                        icon="pencil"
                        aria-label={`Change ${test.name}`}
                      >
                        Change
                      </ButtonLink>
                      <ConfirmAction
                        id={`delete-${test.id}`}
                        action={deletePolicyTestAction.bind(null, tenant)}
                        fields={{ policy: id, test: test.id }}
                        title={`Delete ${test.name}?`}
                        description="The policy can then be active whatever becomes of this call. The log keeps what the test said."
                        confirmLabel="Delete test"
                        variant="danger-quiet"
                        size="sm"
                        icon="trash"
                        label={`Delete ${test.name}`}
                        done="The test is deleted."
                        square
                      />
                    </>
                  )
                }
              />
            ))}
          </ol>
        )}
        {note !== undefined && <Notice>{note}</Notice>}
        {start && (
          <TestForm
            key={start.id ?? "new"}
            action={savePolicyTestAction.bind(null, tenant)}
            policy={id}
            start={start}
            options={
              await testOptions(ctx, {
                ...(start.human !== "" && { human: start.human }),
                ...(start.agent !== "" && { agent: start.agent }),
                ...(start.tool !== "" && { tool: start.tool }),
              })
            }
            cancel={path}
          />
        )}
      </div>
    </>
  );
});
