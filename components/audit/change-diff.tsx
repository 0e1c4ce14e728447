import type { EventChanges } from "@/lib/audit/event";
import { toChanges } from "./to-changes";

const marks = {
  added: { sign: "+", word: "Added" },
  removed: { sign: "−", word: "Removed" },
  changed: { sign: "~", word: "Changed" },
} as const;

/** On one line where it fits on one. */
function toShortJson(value: unknown): string {
  const line = JSON.stringify(value);
  return line.length <= 72 ? line.replaceAll('","', '", "') : JSON.stringify(value, null, 2);
}

function Value({ value, side }: { value: unknown; side: "before" | "after" }) {
  if (value === undefined) {
    return (
      <span className="text-fg-subtle">
        <span aria-hidden="true">–</span>
        <span className="sr-only">nothing</span>
      </span>
    );
  }
  const text = typeof value === "string" ? value : toShortJson(value);
  const look =
    side === "before"
      ? "bg-denied-soft text-denied line-through decoration-denied-line"
      : "bg-success-soft text-success no-underline";
  const Tag = side === "before" ? "del" : "ins";
  return (
    <Tag className={`whitespace-pre-wrap rounded-xs px-1 py-0.5 [box-decoration-break:clone] ${look}`}>
      {text === "" ? "(empty)" : text}
    </Tag>
  );
}

/** Before and after, field by field. What stayed the same is counted, not shown. */
export function ChangeDiff({ changes: eventChanges }: { changes: EventChanges }) {
  const { changes, same } = toChanges(eventChanges);
  if (changes.length === 0) return <p className="text-fg-muted">Nothing differs between before and after.</p>;
  return (
    <div className="@container min-w-0">
      <div className="overflow-hidden rounded-md border border-line bg-surface">
        <table className="w-full table-fixed text-xs">
          <caption className="sr-only">Fields that changed</caption>
          <thead className="@max-lg:sr-only border-line border-b bg-sunken text-left text-fg-muted">
            <tr>
              <th scope="col" className="w-1/4 px-3 py-1.5 font-medium">
                Field
              </th>
              <th scope="col" className="px-3 py-1.5 font-medium">
                Before
              </th>
              <th scope="col" className="px-3 py-1.5 font-medium">
                After
              </th>
            </tr>
          </thead>
          <tbody className="divide-y divide-line align-top">
            {changes.map(({ path, before, after, kind }) => (
              <tr key={path} className="@max-lg:grid @max-lg:gap-1 @max-lg:px-3 @max-lg:py-2">
                <th
                  scope="row"
                  className="@lg:px-3 @lg:py-1.5 text-left font-mono font-normal [overflow-wrap:anywhere]"
                >
                  <span aria-hidden="true" className="mr-1.5 text-fg-subtle">
                    {marks[kind].sign}
                  </span>
                  <span className="sr-only">{marks[kind].word} </span>
                  {path}
                </th>
                <td className="@lg:px-3 @lg:py-1.5 font-mono [overflow-wrap:anywhere]">
                  <Value value={before} side="before" />
                </td>
                <td className="@lg:px-3 @lg:py-1.5 font-mono [overflow-wrap:anywhere]">
                  <Value value={after} side="after" />
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
      {same > 0 && (
        <p className="mt-1.5 text-fg-subtle text-xs">
          {same} more {same === 1 ? "field stays" : "fields stay"} the same.
        </p>
      )}
    </div>
  );
}
