import { type ClipboardEvent, type KeyboardEvent, useState } from "react";
import { Checkbox } from "@/components/ui/checkbox";
import { Icon } from "@/components/ui/icon";
import { Input } from "@/components/ui/input";
import { Select } from "@/components/ui/select";

type Value = string | number;
type Kind = "text" | "number";

/** Several values: each can be taken out, a new one is added by Enter, by a comma pasted or by leaving the field. */
export function ValueList({
  values,
  kind,
  hint,
  onValues,
}: {
  values: readonly Value[];
  /** Undefined where either may be meant. */
  kind: Kind | undefined;
  hint: string | undefined;
  onValues: (values: readonly Value[]) => void;
}) {
  const [typed, setTyped] = useState("");
  const [chosen, setChosen] = useState<Kind>("text");
  const as = kind ?? chosen;

  const add = (text: string): void => {
    const parts = text
      .split(/[\n,]/)
      .map((part) => part.trim())
      .filter((part) => part !== "");
    const read = parts.map((part): Value => (as === "number" ? Number(part) : part));
    if (read.some((value) => typeof value === "number" && !Number.isFinite(value))) return;
    setTyped("");
    if (read.length > 0)
      onValues([...values, ...read.filter((value, i) => !values.includes(value) && read.indexOf(value) === i)]);
  };
  const pressed = (event: KeyboardEvent): void => {
    if (event.key !== "Enter" && event.key !== ",") return;
    // Enter would send the form.
    event.preventDefault();
    add(typed);
  };
  const pasted = (event: ClipboardEvent): void => {
    const text = event.clipboardData.getData("text");
    if (!/[\n,]/.test(text)) return;
    event.preventDefault();
    add(text);
  };

  return (
    <div className="grid min-w-0 gap-1.5">
      {values.length > 0 && (
        <ul className="flex flex-wrap gap-1">
          {values.map((value) => (
            <li
              key={`${typeof value} ${value}`}
              className="flex max-w-full items-center rounded-xs border border-line-strong bg-sunken font-mono text-xs"
            >
              <span className="min-w-0 px-1.5 [overflow-wrap:anywhere]">{shown(value, kind)}</span>
              <button
                type="button"
                aria-label={`Remove ${value}`}
                className="flex size-6 items-center justify-center rounded-xs text-fg-muted hover:bg-selected hover:text-fg"
                onClick={() => onValues(values.filter((one) => one !== value))}
              >
                <Icon name="close" size={12} />
              </button>
            </li>
          ))}
        </ul>
      )}
      <div className="flex gap-1.5">
        {kind === undefined && (
          <Select
            aria-label="Add as"
            className="w-24 shrink-0"
            value={chosen}
            options={[
              { value: "text", label: "text" },
              { value: "number", label: "number" },
            ]}
            onChange={(event) => setChosen(event.target.value === "number" ? "number" : "text")}
          />
        )}
        <Input
          mono
          aria-label="Add a value"
          placeholder={values.length === 0 ? "Value, then Enter" : "Another value"}
          required={values.length === 0}
          {...(as === "number"
            ? { inputMode: "decimal" as const, pattern: "-?[0-9]+(\\.[0-9]+)?([eE][+\\-]?[0-9]+)?" }
            : {})}
          {...(hint === undefined ? {} : { title: hint })}
          spellCheck={false}
          autoCapitalize="none"
          value={typed}
          onChange={(event) => setTyped(event.target.value)}
          onKeyDown={pressed}
          onPaste={pasted}
          onBlur={() => add(typed)}
        />
      </div>
    </div>
  );
}

/** A text that looks like a number is told from one. */
const shown = (value: Value, kind: Kind | undefined): string =>
  typeof value === "string" && kind === undefined && value.trim() !== "" && Number.isFinite(Number(value))
    ? JSON.stringify(value)
    : String(value);

/** Several of those that the schema lists. What stands there besides can be taken out. */
export function ValueChoices({
  choices,
  values,
  onValues,
}: {
  choices: readonly Value[];
  values: readonly Value[];
  onValues: (values: readonly Value[]) => void;
}) {
  const all = [...choices, ...values.filter((value) => !choices.includes(value))];
  return (
    <div className="flex max-h-40 flex-wrap gap-x-4 overflow-y-auto rounded-sm border border-line-strong px-2 py-1">
      {all.map((value) => (
        <Checkbox
          key={`${typeof value} ${value}`}
          label={String(value)}
          checked={values.includes(value)}
          required={values.length === 0 && value === all[0]}
          onChange={(event) =>
            onValues(event.target.checked ? [...values, value] : values.filter((one) => one !== value))
          }
        />
      ))}
    </div>
  );
}
