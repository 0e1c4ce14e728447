import Form from "next/form";
import { Button } from "@/components/ui/button";
import { Card } from "@/components/ui/card";
import { Field } from "@/components/ui/field";
import { ArgumentInputs } from "./argument-inputs";
import type { Choices } from "./load-choices";
import { askedOf, type Question, type WrittenArguments } from "./read-question";
import { SyncedInput, SyncedSelect } from "./synced";

/** What is wrong with a field, by its name. */
export type Problems = Readonly<Record<string, string>>;

/** The question as a GET form: the address says all of it, so it can be kept, sent and gone back to. */
export function QuestionForm({
  action,
  question,
  choices,
  written,
  canForm,
  problems,
  wasAsked,
  answeredBy,
}: {
  action: string;
  question: Question;
  choices: Choices;
  written: WrittenArguments;
  /** Whether the tool's schema makes a form. */
  canForm: boolean;
  problems: Problems;
  /** Whether the answer follows every change of the question. */
  wasAsked: boolean;
  /** Id of the request that this page answers. */
  answeredBy: string;
}) {
  const { server, tool, ip, at, policies } = question;
  return (
    <Form action={action} scroll={false} role="search" aria-label="Question" noValidate className="grid min-w-0 gap-4">
      <Card title="Who calls what">
        <div className="grid gap-3">
          <Pick
            name="instance"
            label="Instance"
            placeholder="Choose an instance"
            {...{ question, choices, problems }}
          />
          <div className="grid gap-3 sm:grid-cols-2">
            <Pick name="server" label="Server" placeholder="Choose a server" {...{ question, choices, problems }} />
            <Pick
              name="tool"
              label="Tool"
              placeholder="Choose a tool"
              hint={server === "" ? "The tools come with the server." : undefined}
              {...{ question, choices, problems }}
            />
          </div>
        </div>
      </Card>
      {tool === "" ? (
        // Kept for when there is a tool again.
        written.shown.form === "json" && <input type="hidden" name="arguments" value={written.shown.text} />
      ) : (
        <Card>
          <ArgumentInputs written={written} canForm={canForm} answeredBy={answeredBy} />
        </Card>
      )}
      <Card title="Under which circumstances">
        <div className="grid gap-3 sm:grid-cols-2">
          <Field label="IP address" optional error={problems["ip"]} hint="Left empty, nothing is known of it.">
            {(props) => <SyncedInput name="ip" value={ip} autoComplete="off" mono maxLength={60} {...props} />}
          </Field>
          <Field label="Time (UTC)" optional error={problems["at"]} hint="Left empty, it is now.">
            {(props) => (
              <SyncedInput name="at" value={at} autoComplete="off" placeholder="2026-11-22T09:30Z" mono {...props} />
            )}
          </Field>
          <Field label="Policies" error={problems["policies"]} className="sm:col-span-2">
            {(props) => (
              <SyncedSelect
                name="policies"
                value={policies}
                placeholder="As they are in force"
                options={choices.policies}
                {...props}
              />
            )}
          </Field>
        </div>
      </Card>
      <div className="flex flex-wrap items-center gap-3">
        {wasAsked && <input type="hidden" name="asked" value={askedOf(question)} />}
        <Button type="submit" name="ask" value="1" variant="primary" icon="play">
          Decide
        </Button>
        <p className="text-fg-muted text-xs">Nothing is called, and nothing is recorded.</p>
      </div>
    </Form>
  );
}

/** One of the three that a question is about. Choosing asks anew: what else there is to choose from depends on it. */
function Pick({
  name,
  label,
  placeholder,
  hint,
  question,
  choices,
  problems,
}: {
  name: "instance" | "server" | "tool";
  label: string;
  placeholder: string;
  hint?: string | undefined;
  question: Question;
  choices: Choices;
  problems: Problems;
}) {
  return (
    <Field label={label} error={problems[name]} hint={hint}>
      {(props) => (
        <SyncedSelect
          name={name}
          value={question[name]}
          placeholder={placeholder}
          options={choices[`${name}s`]}
          resubmits
          {...props}
        />
      )}
    </Field>
  );
}
