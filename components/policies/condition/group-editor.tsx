import type { ReactNode } from "react";
import { Button } from "@/components/ui/button";
import { Select } from "@/components/ui/select";
import { useBuilder } from "./builder-context";
import type { GroupDraft, NodeDraft } from "./draft";
import { addTo, changeGroup, removeNode } from "./edit-tree";
import { FindingNotes } from "./finding-notes";
import { TestEditor } from "./test-editor";

const words = [
  { value: "all", label: "All of these hold", word: "all", not: false },
  { value: "any", label: "Any of these holds", word: "any", not: false },
  { value: "not-all", label: "Not all of these hold", word: "all", not: true },
  { value: "none", label: "None of these holds", word: "any", not: true },
] as const;

/** Deeper ones can be written as text; here they would be narrower than a phone. */
const depthMax = 4;

/** Tests and groups that are asked together. */
export function GroupEditor({
  group,
  title,
  number = "",
  depth = 0,
  list,
  removable = true,
  empty,
}: {
  group: GroupDraft;
  title: string;
  /** Goes in front of the numbers of what is inside: "2.". */
  number?: string;
  depth?: number;
  /** The list whose elements it is about, inside a quantifier. */
  list?: readonly string[] | undefined;
  removable?: boolean;
  /** Said while there is nothing in it. */
  empty?: ReactNode;
}) {
  const { findings, unfinished, edit, accept, choose } = useBuilder();
  const { id, word, not, members } = group;
  const isRoot = depth === 0;
  const own = isRoot ? [] : findings.filter(({ node }) => node === id);
  const todo = unfinished.get(id);
  const current = words.find((one) => one.word === word && one.not === not) ?? words[0];
  const isAsked = members.length > 1 || not || !isRoot;
  return (
    <fieldset
      className={
        isRoot ? "grid min-w-0 gap-2" : "grid min-w-0 gap-2 rounded-md border border-line-strong bg-sunken p-2 sm:p-2.5"
      }
    >
      <legend className="sr-only">{title}</legend>
      {(isAsked || removable) && (
        <div className="flex items-center justify-between gap-2">
          {isAsked && (
            <Select
              aria-label={`How the parts of ${title.toLowerCase()} go together`}
              className="w-auto"
              value={current.value}
              options={words.map(({ value, label }) => ({ value, label }))}
              onChange={(event) => {
                const chosen = words.find(({ value }) => value === event.target.value);
                if (chosen) edit((root) => changeGroup(root, id, { word: chosen.word, not: chosen.not }));
              }}
            />
          )}
          {removable && (
            <Button
              variant="ghost"
              square
              icon="trash"
              aria-label={`Remove ${title.toLowerCase()}`}
              title={`Remove ${title.toLowerCase()}`}
              onClick={() => edit((root) => removeNode(root, id))}
            />
          )}
        </div>
      )}
      {members.length === 0 && empty}
      {members.length > 0 && (
        <ol className="grid min-w-0 gap-2">
          {members.map((member, index) => (
            <li key={member.id} className="min-w-0">
              <Member member={member} number={`${number}${index + 1}`} depth={depth} list={list} />
            </li>
          ))}
        </ol>
      )}
      <FindingNotes findings={own} accept={accept} choose={choose} />
      {todo !== undefined && <p className="text-fg-muted text-xs">{todo}</p>}
      <div className="flex flex-wrap gap-2">
        <Button size="sm" icon="plus" onClick={() => edit((root) => addTo(root, id, "test"))}>
          Add test
        </Button>
        {depth < depthMax && (
          <Button size="sm" variant="ghost" icon="plus" onClick={() => edit((root) => addTo(root, id, "group"))}>
            Add group
          </Button>
        )}
      </div>
    </fieldset>
  );
}

function Member({
  member,
  number,
  depth,
  list,
}: {
  member: NodeDraft;
  number: string;
  depth: number;
  list: readonly string[] | undefined;
}) {
  if (member.kind === "group")
    return <GroupEditor group={member} title={`Group ${number}`} number={`${number}.`} depth={depth + 1} list={list} />;
  const { where, subject, op } = member;
  const elements = subject.kind === "arg" ? subject.path : undefined;
  return (
    <TestEditor test={member} title={`Test ${number}`} list={list}>
      {where && (op === "every" || op === "some") && (
        <GroupEditor
          group={where}
          title={`Elements of test ${number}`}
          number={`${number}.`}
          depth={depth + 1}
          list={elements}
          removable={false}
        />
      )}
    </TestEditor>
  );
}
