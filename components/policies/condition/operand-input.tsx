import { useId } from "react";
import { Checkbox } from "@/components/ui/checkbox";
import { Input } from "@/components/ui/input";
import { Select } from "@/components/ui/select";
import { type Weekday, weekdays } from "@/lib/policy/condition/condition";
import { notation } from "@/lib/policy/text/notation";
import type { ArgumentOption } from "./argument-option";
import { isQuantifier, type Operand, type TestOp, type ValueKind } from "./draft";
import { operandHints } from "./operators";
import { ValueChoices, ValueList } from "./value-list";

type Props = {
  operand: Operand;
  /** What the schema says of the value that is compared with: of the argument, or of the elements of a list. */
  about: Pick<ArgumentOption, "types" | "values"> | undefined;
  onOperand: (change: Partial<Operand>) => void;
};

/** What a test is given, in the control that fits its operator. */
export function OperandInput({ op, ...props }: Props & { op: TestOp }) {
  if (isQuantifier(op) || op === "exists") return null;
  const { operand, about, onOperand } = props;
  const hint = operandHints[op];
  switch (notation[op].takes) {
    case "scalar":
      return <ScalarInput kinds={kindsOf(about, true)} {...props} />;
    case "value":
      return <ScalarInput kinds={kindsOf(about, false)} {...props} />;
    case "number":
      return <NumberInput text={operand.text} hint={hint} onText={(text) => onOperand({ text })} />;
    case "text":
      return (
        <Input
          mono
          required
          aria-label="Value"
          spellCheck={false}
          autoCapitalize="none"
          {...(hint === undefined ? {} : { title: hint, placeholder: hint })}
          value={operand.text}
          onChange={(event) => onOperand({ text: event.target.value })}
        />
      );
    case "texts":
      return <ValueList values={operand.list} kind="text" hint={hint} onValues={(list) => onOperand({ list })} />;
    case "values":
      return <ValuesInput hint={hint} {...props} />;
    case "times":
      return <TimesInput {...props} />;
    case "days":
      return <DaysInput {...props} />;
  }
}

const kindWords: Record<ValueKind, string> = {
  text: "text",
  number: "number",
  true: "true",
  false: "false",
  null: "null",
  empty: "empty text",
};

/** Kinds of value that can be meant. */
function kindsOf(about: Props["about"], scalar: boolean): readonly ValueKind[] {
  const any: readonly ValueKind[] = scalar
    ? ["text", "number", "true", "false", "null", "empty"]
    : ["text", "number", "empty"];
  if (about === undefined || about.types.length === 0) return any;
  const fitting = about.types.flatMap((type): ValueKind[] => {
    if (type === "string") return ["text"];
    if (type === "number") return ["number"];
    if (type === "boolean") return ["true", "false"];
    return type === "null" ? ["null"] : [];
  });
  const kinds = any.filter((kind) => fitting.includes(kind));
  return kinds.length === 0 ? any : kinds;
}

function ScalarInput({ operand, about, onOperand, kinds }: Props & { kinds: readonly ValueKind[] }) {
  const { as, text } = operand;
  if (about?.values) return <ChoiceInput values={about.values} operand={operand} onOperand={onOperand} />;
  const offered = kinds.includes(as) ? kinds : [...kinds, as];
  const typed = as === "text" || as === "number";
  return (
    <div className="flex gap-1.5">
      {offered.length > 1 && (
        <Select
          aria-label={typed ? "Kind of value" : "Value"}
          className={typed ? "w-28 shrink-0" : undefined}
          value={as}
          options={offered.map((kind) => ({ value: kind, label: kindWords[kind] }))}
          // safe because these are the values that it offers
          onChange={(event) => onOperand({ as: event.target.value as ValueKind })}
        />
      )}
      {as === "number" && <NumberInput text={text} hint={undefined} onText={(next) => onOperand({ text: next })} />}
      {as === "text" && (
        <Input
          mono
          required
          aria-label="Value"
          spellCheck={false}
          autoCapitalize="none"
          value={text}
          onChange={(event) => onOperand({ text: event.target.value })}
        />
      )}
    </div>
  );
}

type Scalar = string | number | boolean;

/** One of those that the schema lists, and what stands there already. */
function ChoiceInput({
  values,
  operand: { as, text },
  onOperand,
}: Pick<Props, "operand" | "onOperand"> & { values: readonly Scalar[] }) {
  const current =
    as === "text" ? text : as === "number" ? Number(text) : as === "null" ? null : as === "empty" ? "" : as === "true";
  const unchosen = as === "text" && text === "";
  const all = unchosen || (current !== null && values.includes(current)) ? values : [...values, current];
  const choose = (value: Scalar | null): void => {
    if (value === null) onOperand({ as: "null" });
    else if (value === "") onOperand({ as: "empty" });
    else if (typeof value === "boolean") onOperand({ as: value ? "true" : "false" });
    else onOperand({ as: typeof value === "number" ? "number" : "text", text: String(value) });
  };
  return (
    <Select
      aria-label="Value"
      required
      placeholder="Choose a value"
      value={unchosen ? "" : JSON.stringify(current)}
      options={all.map((value) => ({
        value: JSON.stringify(value),
        label: value === "" ? "empty text" : String(value),
      }))}
      onChange={(event) => {
        if (event.target.value === "") onOperand({ as: "text", text: "" });
        // safe because these are the values that it offers
        else choose(JSON.parse(event.target.value) as Scalar | null);
      }}
    />
  );
}

function NumberInput({
  text,
  hint,
  onText,
}: {
  text: string;
  hint: string | undefined;
  onText: (text: string) => void;
}) {
  return (
    <Input
      mono
      required
      aria-label="Value"
      inputMode="decimal"
      pattern="-?[0-9]+(\.[0-9]+)?([eE][+\-]?[0-9]+)?"
      title={hint ?? "A number, such as 500 or 0.5"}
      placeholder="0"
      autoComplete="off"
      value={text}
      onChange={(event) => onText(event.target.value.trim())}
    />
  );
}

function ValuesInput({ operand, about, onOperand, hint }: Props & { hint: string | undefined }) {
  const choices = about?.values?.filter((value): value is string | number => typeof value !== "boolean");
  const onValues = (list: readonly (string | number)[]): void => onOperand({ list });
  if (choices?.length) return <ValueChoices choices={choices} values={operand.list} onValues={onValues} />;
  const kinds = kindsOf(about, false);
  const kind = kinds.includes("text") ? (kinds.includes("number") ? undefined : "text") : "number";
  return <ValueList values={operand.list} kind={kind} hint={hint} onValues={onValues} />;
}

function TimesInput({ operand: { from, to, zone }, onOperand }: Props) {
  return (
    <div className="flex flex-wrap items-center gap-1.5">
      <Input
        type="time"
        required
        aria-label="From"
        className="w-28 shrink-0"
        value={from}
        onChange={(event) => onOperand({ from: event.target.value })}
      />
      <span className="text-fg-muted text-xs">until</span>
      <Input
        type="time"
        required
        aria-label="Until"
        className="w-28 shrink-0"
        value={to}
        onChange={(event) => onOperand({ to: event.target.value })}
      />
      <ZoneInput zone={zone} onZone={(next) => onOperand({ zone: next })} />
    </div>
  );
}

const dayWords: Record<Weekday, string> = {
  ...{ mon: "Mon", tue: "Tue", wed: "Wed", thu: "Thu", fri: "Fri" },
  ...{ sat: "Sat", sun: "Sun" },
};

function DaysInput({ operand: { days, zone }, onOperand }: Props) {
  return (
    <div className="flex flex-wrap items-center gap-x-3 gap-y-1">
      {weekdays.map((day) => (
        <Checkbox
          key={day}
          label={dayWords[day]}
          checked={days.includes(day)}
          required={days.length === 0 && day === weekdays[0]}
          onChange={(event) =>
            onOperand({ days: weekdays.filter((one) => (one === day ? event.target.checked : days.includes(one))) })
          }
        />
      ))}
      <ZoneInput zone={zone} onZone={(next) => onOperand({ zone: next })} />
    </div>
  );
}

/** A few of the several hundred; any other can be written. */
const usualZones = [
  ...["UTC", "Europe/London", "Europe/Berlin", "Europe/Helsinki", "America/New_York", "America/Chicago"],
  ...["America/Los_Angeles", "America/Sao_Paulo", "Asia/Dubai", "Asia/Kolkata", "Asia/Singapore", "Asia/Tokyo"],
  "Australia/Sydney",
];

function ZoneInput({ zone, onZone }: { zone: string; onZone: (zone: string) => void }) {
  const id = useId();
  return (
    <>
      <Input
        required
        aria-label="Time zone"
        list={id}
        className="min-w-36 flex-1 basis-36"
        spellCheck={false}
        value={zone}
        onChange={(event) => onZone(event.target.value)}
      />
      <datalist id={id}>
        {usualZones.map((one) => (
          <option key={one} value={one} />
        ))}
      </datalist>
    </>
  );
}
