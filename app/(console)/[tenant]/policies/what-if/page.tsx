import { whatIfHref } from "@/components/access/what-if-href";
import { toArgumentFields } from "@/components/arguments/argument-fields";
import { PageHeader } from "@/components/shell/page-header";
import { ButtonLink } from "@/components/ui/button-link";
import { EmptyState } from "@/components/ui/empty-state";
import { Notice } from "@/components/ui/notice";
import { page } from "@/lib/console/page";
import { requireMember } from "@/lib/console/require-member";
import { paths } from "@/lib/kernel/paths";
import { hasScope } from "@/lib/kernel/scope";
import { argumentsOfEvent } from "../../_parts/arguments-of-event";
import type { ConsoleProps } from "../../_parts/console-props";
import { Answer, Beforehand } from "./_parts/answer";
import { ask } from "./_parts/ask";
import { loadChoices } from "./_parts/load-choices";
import { QuestionForm } from "./_parts/question-form";
import { readQuestion, readWritten, wantsAnswer } from "./_parts/read-question";

export const metadata = { title: "What if" };

export default page(async ({ params, searchParams }: ConsoleProps) => {
  const { tenant } = await params;
  const path = paths.whatIf(tenant);
  const ctx = await requireMember(tenant, "policies:read", path);
  const { query, note } = await argumentsOfEvent(ctx, await searchParams, "what if");
  const { question, notUnderstood } = readQuestion(query);
  const choices = await loadChoices(ctx, question);
  const { instance, tool, policy } = choices;
  const fields = tool && toArgumentFields(tool.inputSchema);
  const written = readWritten(query, fields);
  const wanted = wantsAnswer(query, question);
  const { decided, problems } = await ask(ctx, question, choices, written.args, wanted);
  const isOut = question.policies.startsWith("without:");
  const isAnswered = wanted && decided !== undefined && written.args !== undefined;
  const testOf =
    decided?.policy.id.startsWith("builtin:") === false ? decided.policy.id : isOut ? undefined : policy?.id;
  return (
    <>
      <PageHeader
        crumbs={[{ label: "Policies", href: paths.policies(tenant) }]}
        title="What if"
        description="Asks how a call would be decided, under the policies in force or with one of them changed."
      />
      <div className="grid gap-4 xl:grid-cols-[minmax(0,28rem)_minmax(0,1fr)]">
        <div className="grid min-w-0 content-start gap-3">
          {notUnderstood.length > 0 && (
            <Notice tone="warning" title="Not everything in the address was understood">
              {notUnderstood.join(" ")}
            </Notice>
          )}
          {note !== undefined && <Notice>{note}</Notice>}
          <QuestionForm
            action={path}
            question={question}
            choices={choices}
            written={written}
            canForm={fields !== undefined}
            problems={problems}
            wasAsked={wanted}
            answeredBy={ctx.requestId}
          />
        </div>
        <section aria-label="Answer" className="grid min-w-0 content-start gap-4 [&_summary]:min-h-6">
          {isAnswered && (
            <Answer
              tenant={tenant}
              decided={decided}
              under={policy && `${isOut ? "Without" : "With"} the policy "${policy.name}"${isOut ? "" : " in force"}.`}
              test={
                testOf !== undefined && instance && hasScope(ctx.scopes, "policies:write")
                  ? {
                      policyId: testOf,
                      human: instance.human.key,
                      agent: instance.agent.slug,
                      server: question.server,
                      tool: question.tool,
                      arguments: written.args,
                    }
                  : undefined
              }
            />
          )}
          {wanted && !isAnswered && (
            <Notice tone="danger" title="This cannot be decided yet" live>
              {written.args === undefined
                ? "The arguments cannot be read. What is wrong is said beside them."
                : "Something is missing or not understood. It is marked in the question."}
            </Notice>
          )}
          {decided && (
            <Beforehand
              decided={decided}
              toHref={(args) =>
                whatIfHref(tenant, {
                  instance: question.instance,
                  server: question.server,
                  tool: question.tool,
                  arguments: args,
                  ...(policy && { [isOut ? "without" : "policy"]: policy.id }),
                })
              }
            />
          )}
          {!decided && !wanted && (
            <div className="rounded-lg border border-line">
              <EmptyState
                icon="help"
                title="Choose who calls what"
                actions={
                  choices.instances.length === 0 && (
                    <ButtonLink href={paths.newInstance(tenant)}>Connect an agent</ButtonLink>
                  )
                }
              >
                {choices.instances.length === 0
                  ? "It needs an instance that would call: connect an agent first."
                  : "An instance, a server and a tool are enough to say what can be said before a call. With arguments there is an answer, step by step."}
              </EmptyState>
            </div>
          )}
        </section>
      </div>
    </>
  );
});
