import { type ReactNode, useId } from "react";
import { Button } from "@/components/ui/button";
import { Checkbox } from "@/components/ui/checkbox";
import { cx } from "@/components/ui/cx";
import { Select } from "@/components/ui/select";
import { attributeTypes, type Missing } from "@/lib/policy/condition/condition";
import { type ArgumentOption, optionAt } from "./argument-option";
import { useBuilder } from "./builder-context";
import { type DraftSubject, isQuantifier, isUnchosen, type TestDraft, type TestOp } from "./draft";
import { changeTest, removeNode } from "./edit-tree";
import { FindingNotes } from "./finding-notes";
import { OperandInput } from "./operand-input";
import { operandHints, operatorsFor, operatorsForAttribute, operatorWords } from "./operators";
import { SubjectPicker } from "./subject-picker";

const missingWords: Record<Missing, string> = {
  error: "count against the call",
  match: "count as met",
  noMatch: "count as not met",
};
// safe because the record has these keys and no others
const missingOptions = (Object.keys(missingWords) as Missing[]).map((value) => ({ value, label: missingWords[value] }));

/** One test: what it looks at, what it asks of it, and what happens where there is nothing to look at. */
export function TestEditor({
  test,
  title,
  list,
  children,
}: {
  test: TestDraft;
  /** Names it among its siblings: "Test 2.1". */
  title: string;
  /** The list whose elements it is about, inside a quantifier. */
  list: readonly string[] | undefined;
  /** What a quantifier asks of the elements. */
  children?: ReactNode;
}) {
  const { options, tools, findings, unfinished, edit, accept, choose } = useBuilder();
  const notes = useId();
  const { id, subject, op, operand, onMissing, not } = test;
  const change = (next: Parameters<typeof changeTest>[2]): void => edit((root) => changeTest(root, id, next));
  const path = pathOf(subject, list);
  const option = path && optionAt(options, path);
  const own = findings.filter(({ node }) => node === id);
  const todo = unfinished.get(id);
  const asksElement = op === "has" || op === "hasAny" || op === "hasAll";
  const about = asksElement && path ? optionAt(options, [...path, "*"]) : (option ?? attributeAbout(subject));
  const operators = operatorsOf(subject, option, list !== undefined);
  const hint = operandHints[op];

  return (
    <fieldset
      className="grid min-w-0 gap-2 rounded-md border border-line bg-surface p-2 sm:p-2.5"
      {...(own.length > 0 || todo !== undefined ? { "aria-describedby": notes } : {})}
    >
      <legend className="sr-only">{title}</legend>
      <div className="flex min-w-0 items-start gap-2">
        <div className="flex min-w-0 flex-1 flex-wrap items-start gap-2">
          {not && <span className="rounded-xs bg-selected px-1.5 py-1.5 font-medium text-xs">not</span>}
          <SubjectPicker
            subject={subject}
            list={list}
            onSubject={(next) => change(onSubject(test, next, options, list))}
          />
          <Select
            aria-label="Operator"
            className="flex-1 basis-44"
            value={op}
            options={(operators.includes(op) ? operators : [...operators, op]).map((one) => ({
              value: one,
              label: operatorWords[one],
            }))}
            // safe because these are the values that it offers
            onChange={(event) => change({ op: event.target.value as TestOp })}
          />
          {op !== "exists" && !isQuantifier(op) && (
            <div
              // Times and days come with a zone, which needs the line to itself.
              className={cx("min-w-0 flex-1", op === "timeBetween" || op === "weekdayIn" ? "basis-full" : "basis-52")}
            >
              <OperandInput
                op={op}
                operand={operand}
                about={about}
                onOperand={(next) => change({ operand: { ...operand, ...next } })}
              />
            </div>
          )}
        </div>
        <Button
          variant="ghost"
          square
          icon="trash"
          aria-label={`Remove ${title.toLowerCase()}`}
          title={`Remove ${title.toLowerCase()}`}
          onClick={() => edit((root) => removeNode(root, id))}
        />
      </div>
      {children}
      <div className="flex min-w-0 flex-wrap items-center gap-x-4 gap-y-1.5 text-fg-muted text-xs">
        {op !== "exists" && (
          // biome-ignore lint/a11y/noLabelWithoutControl: the select is inside
          <label className="flex items-center gap-1.5">
            If missing
            <Select
              required
              className="min-h-7 w-auto py-0.5 text-xs"
              placeholder="Choose …"
              value={onMissing ?? ""}
              options={missingOptions}
              onChange={(event) => change({ onMissing: toMissing(event.target.value) })}
            />
          </label>
        )}
        <Checkbox label="Negate" checked={not} onChange={(event) => change({ not: event.target.checked })} />
        {option && <span className="min-w-0 [overflow-wrap:anywhere]">{factsOf(option, tools)}</span>}
        {hint !== undefined && <span>{hint}</span>}
      </div>
      {(own.length > 0 || todo !== undefined) && (
        <div id={notes} className="grid gap-1.5">
          <FindingNotes findings={own} accept={accept} choose={choose} />
          {todo !== undefined && <p className="text-fg-muted text-xs">{todo}</p>}
        </div>
      )}
    </fieldset>
  );
}

const toMissing = (value: string): Missing | undefined => missingOptions.find((one) => one.value === value)?.value;

/** Where a schema says something of a subject. */
function pathOf(subject: DraftSubject, list: readonly string[] | undefined): readonly string[] | undefined {
  if (subject.kind === "attr" || isUnchosen(subject)) return undefined;
  if (subject.kind === "arg") return subject.path;
  return list && [...list, "*", ...subject.path];
}

const operatorsOf = (
  subject: DraftSubject,
  option: ArgumentOption | undefined,
  inElement: boolean,
): readonly TestOp[] =>
  subject.kind === "attr" ? operatorsForAttribute(subject.attr) : operatorsFor(option?.types, inElement);

/** What is known of an attribute, in the words that are used of arguments. */
function attributeAbout(subject: DraftSubject): Pick<ArgumentOption, "types" | "values"> | undefined {
  if (subject.kind !== "attr") return undefined;
  if (subject.attr === "tool.level") return { types: ["string"], values: ["low", "medium", "high"] };
  return { types: [attributeTypes[subject.attr] === "boolean" ? "boolean" : "string"] };
}

/** What changes with the subject: an operator and a kind of value that fit it, and whether it must be said what a missing one means. */
function onSubject(
  test: TestDraft,
  subject: DraftSubject,
  options: readonly ArgumentOption[],
  list: readonly string[] | undefined,
): Partial<TestDraft> {
  const path = pathOf(subject, list);
  const option = path && optionAt(options, path);
  const operators = operatorsOf(subject, option, list !== undefined);
  const op = operators.includes(test.op) ? test.op : (operators[0] ?? test.op);
  const isNumber = option?.types.length === 1 && option.types[0] === "number";
  const isBoolean = (option ?? attributeAbout(subject))?.types.every((type) => type === "boolean") === true;
  const as = isBoolean ? "true" : isNumber ? "number" : test.operand.text === "" ? "text" : test.operand.as;
  const element = subject.kind === "item" && subject.path.length === 0;
  const sure = subject.kind === "attr" || element || option?.required === true;
  // The name of another argument is being written: what was decided stays.
  const same = test.subject.kind === subject.kind && subject.kind !== "attr" && option === undefined;
  return {
    ...{ subject, op },
    operand: { ...test.operand, as },
    onMissing: sure ? "error" : same ? test.onMissing : undefined,
  };
}

function factsOf({ types, required, tools, toolCount }: ArgumentOption, all: number): string {
  const type = types.filter((one) => one !== "null").join(" or ");
  const where =
    all > 0 && toolCount < all
      ? `, in ${toolCount} of ${all} tools (${tools.join(", ")}${toolCount > tools.length ? " …" : ""})`
      : "";
  return `${type}, ${required ? "required" : "optional"}${where}`;
}
