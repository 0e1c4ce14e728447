import { type ReactNode, useId, useMemo } from "react";
import { Button } from "@/components/ui/button";
import { Notice } from "@/components/ui/notice";
import { SegmentedControl } from "@/components/ui/segmented-control";
import type { Missing } from "@/lib/policy/condition/condition";
import type { ArgumentOption } from "./argument-option";
import { BuilderContext } from "./builder-context";
import { ConditionText } from "./condition-text";
import { FindingNotes } from "./finding-notes";
import { GroupEditor } from "./group-editor";
import type { PartAction, PartState } from "./part-state";
import type { ShownFinding, Side } from "./shown-finding";
import { toCondition } from "./to-condition";

const views = [
  { value: "builder", label: "Builder" },
  { value: "text", label: "Text" },
];

const nothing: ReadonlyMap<number, string> = new Map();

/**
 * One condition, to be built or to be written. The form sends the text; without script the text is all there is.
 */
export function ConditionPart({
  side,
  title,
  description,
  empty,
  state,
  options,
  tools,
  findings,
  refused,
  dispatch,
  accept,
  choose,
}: {
  side: Side;
  title: string;
  description: string;
  /** Said while nothing is asked. */
  empty: ReactNode;
  state: PartState;
  options: readonly ArgumentOption[];
  tools: number;
  findings: readonly ShownFinding[];
  /** Why the form was refused because of it. */
  refused: string | undefined;
  dispatch: (action: PartAction) => void;
  accept: (finding: ShownFinding) => void;
  choose: (finding: ShownFinding, missing: Missing) => void;
}) {
  const id = useId();
  const { mode, text, draft, error } = state;
  const isBuilder = mode === "builder";
  const unfinished = useMemo(() => (draft ? toCondition(draft).unfinished : nothing), [draft]);
  const builder = {
    ...{ options, tools, findings, unfinished, accept, choose },
    edit: (edit: Extract<PartAction, { type: "edit" }>["edit"]) => dispatch({ type: "edit", edit }),
  };
  const whole = findings.filter(({ node }) => node === undefined);
  const listed = isBuilder ? whole : findings;
  const isSaid = refused === undefined || listed.some(({ message }) => refused.includes(message));
  return (
    <fieldset className="grid min-w-0 gap-2.5">
      <legend className="float-left -mb-2 w-full font-medium">{title}</legend>
      <div className="clear-both flex min-w-0 flex-wrap items-center justify-between gap-2">
        <p className="min-w-0 flex-1 basis-52 text-fg-muted text-xs">{description}</p>
        <div className="noscript:hidden">
          <SegmentedControl
            legend={`How to edit “${title}”`}
            name={`${id}-view`}
            form=""
            options={views}
            value={mode}
            onChange={(value) => dispatch({ type: "mode", mode: value === "text" ? "text" : "builder" })}
          />
        </div>
      </div>
      {isBuilder && draft && (
        <div className="noscript:hidden">
          <BuilderContext value={builder}>
            <GroupEditor group={draft} title={title} removable={false} empty={empty} />
          </BuilderContext>
        </div>
      )}
      {isBuilder && !draft && (
        <Notice
          tone="warning"
          title="The text cannot be read yet"
          actions={
            <Button size="sm" onClick={() => dispatch({ type: "mode", mode: "text" })}>
              Edit the text
            </Button>
          }
        >
          {error && `At character ${error.at + 1}: ${error.message} `}It is kept as it is.
        </Notice>
      )}
      <ConditionText
        id={id}
        name={side}
        label={`${title}, as text`}
        text={text}
        error={error}
        example={
          side === "when" ? 'args.amount >= 500 && !(args.currency in ["EUR", "USD"])' : '"finance" in human.groups'
        }
        hint={side === "when" ? "Empty: no condition." : "Empty: no exception."}
        invalid={refused !== undefined}
        describedBy={refused === undefined ? undefined : `${id}-refused`}
        onText={(next) => dispatch({ type: "text", text: next })}
        className={isBuilder ? "hidden noscript:grid" : "grid"}
      />
      {!isSaid && (
        <p id={`${id}-refused`} className="text-denied text-xs">
          {refused}
        </p>
      )}
      {listed.length > 0 && (
        <div className={isBuilder ? "noscript:hidden" : undefined}>
          <FindingNotes findings={listed} withClause={!isBuilder} accept={accept} choose={choose} />
        </div>
      )}
      {isBuilder && findings.length > 0 && (
        <div className="hidden noscript:block">
          <FindingNotes findings={findings} withClause />
        </div>
      )}
    </fieldset>
  );
}
