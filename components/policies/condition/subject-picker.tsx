import { Button } from "@/components/ui/button";
import { Input } from "@/components/ui/input";
import { Select, type SelectGroup } from "@/components/ui/select";
import { type Attribute, attributeTypes } from "@/lib/policy/condition/condition";
import { type ArgumentOption, optionAt } from "./argument-option";
import { useBuilder } from "./builder-context";
import { type DraftSubject, isUnchosen, sameSubject } from "./draft";
import { attributeWords } from "./operators";

// safe because the table has these keys and no others
const attributes = Object.keys(attributeTypes) as Attribute[];

const otherArgument: DraftSubject = { kind: "arg", path: [""] };
const otherField: DraftSubject = { kind: "item", path: [""] };

/** What a test may look at: arguments of the covered tools, the element inside a quantifier, and what else is known of a call. */
export function SubjectPicker({
  subject,
  list,
  onSubject,
}: {
  subject: DraftSubject;
  /** The list whose elements the test is about. */
  list: readonly string[] | undefined;
  onSubject: (subject: DraftSubject) => void;
}) {
  const { options } = useBuilder();
  const groups = [...(list ? [elementGroup(options, list)] : []), argumentGroup(options), attributeGroup];
  const offered = groups.some((group) => group.options.some(({ value }) => sameSubject(read(value), subject)));
  const isOther = !offered && !isUnchosen(subject) && subject.kind !== "attr";
  const other = subject.kind === "item" ? otherField : otherArgument;
  return (
    <div className="grid min-w-0 flex-1 basis-52 gap-1.5">
      <Select
        aria-label="What to look at"
        required
        placeholder="Choose what to look at"
        value={isUnchosen(subject) ? "" : JSON.stringify(isOther ? other : subject)}
        options={groups}
        onChange={(event) =>
          onSubject(event.target.value === "" ? { kind: "arg", path: [] } : read(event.target.value))
        }
      />
      {isOther && <PathInput path={subject.path} onPath={(path) => onSubject({ kind: subject.kind, path })} />}
    </div>
  );
}

/** A name that no schema offers: one key a level, so that a name may hold a dot. */
function PathInput({ path, onPath }: { path: readonly string[]; onPath: (path: readonly string[]) => void }) {
  return (
    <div className="flex flex-wrap items-center gap-1">
      {path.map((key, level) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: a level is its place in the path
        <span key={level} className="flex min-w-0 flex-1 basis-24 items-center gap-1">
          {level > 0 && (
            <span aria-hidden="true" className="text-fg-subtle">
              ›
            </span>
          )}
          <Input
            mono
            required
            aria-label={level === 0 ? "Name of the argument" : `Name inside, level ${level + 1}`}
            placeholder={level === 0 ? "name" : "name inside"}
            spellCheck={false}
            autoCapitalize="none"
            value={key}
            onChange={(event) => onPath(path.map((one, i) => (i === level ? event.target.value : one)))}
          />
        </span>
      ))}
      <Button
        size="sm"
        variant="ghost"
        icon="plus"
        aria-label="Inside: go one level deeper"
        onClick={() => onPath([...path, ""])}
      >
        Inside
      </Button>
      {path.length > 1 && (
        <Button
          size="sm"
          variant="ghost"
          square
          icon="minus"
          aria-label="Remove the last level"
          onClick={() => onPath(path.slice(0, -1))}
        />
      )}
    </div>
  );
}

// safe because the values of the options are written here, and nowhere else
const read = (value: string): DraftSubject => JSON.parse(value) as DraftSubject;

const toOption = (subject: DraftSubject, label: string) => ({ value: JSON.stringify(subject), label });

const argumentGroup = (options: readonly ArgumentOption[]): SelectGroup => ({
  label: "Arguments",
  options: [
    ...options
      .filter(({ path }) => !path.includes("*"))
      .map((option) => toOption({ kind: "arg", path: option.path }, wordsOf(option.path, option))),
    toOption(otherArgument, "Another argument …"),
  ],
});

function elementGroup(options: readonly ArgumentOption[], list: readonly string[]): SelectGroup {
  const start = [...list, "*"];
  const fields = options.filter(
    ({ path }) =>
      path.length > start.length && start.every((key, i) => key === path[i]) && !path.slice(start.length).includes("*"),
  );
  return {
    label: "The element",
    options: [
      toOption({ kind: "item", path: [] }, wordsOf(["the element itself"], optionAt(options, start))),
      ...fields.map((option) => {
        const path = option.path.slice(start.length);
        return toOption({ kind: "item", path }, wordsOf(path, option));
      }),
      toOption(otherField, "Another field of the element …"),
    ],
  };
}

const attributeGroup: SelectGroup = {
  label: "The call",
  options: attributes.map((attr) => toOption({ kind: "attr", attr }, attributeWords[attr])),
};

const wordsOf = (path: readonly string[], option: ArgumentOption | undefined): string =>
  [
    path.join(" › "),
    ...(option
      ? [`${option.types.filter((type) => type !== "null").join(" or ")}${option.required ? "" : ", optional"}`]
      : []),
  ].join(" · ");
