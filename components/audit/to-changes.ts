import type { EventChanges } from "@/lib/audit/event";

export type Change = { path: string; before: unknown; after: unknown; kind: "added" | "removed" | "changed" };

const isPlain = (value: unknown): value is Record<string, unknown> =>
  typeof value === "object" && value !== null && !Array.isArray(value);

/** What differs, leaf by leaf; an object on one side only is one leaf. */
export function toChanges({ before, after }: EventChanges): { changes: Change[]; same: number } {
  const changes: Change[] = [];
  let same = 0;
  const walk = (left: Record<string, unknown>, right: Record<string, unknown>, prefix: string) => {
    for (const key of new Set([...Object.keys(left), ...Object.keys(right)])) {
      const path = prefix === "" ? key : `${prefix}.${key}`;
      const [a, b] = [left[key], right[key]];
      if (isPlain(a) && isPlain(b)) walk(a, b, path);
      else if (JSON.stringify(a) === JSON.stringify(b)) same += 1;
      else
        changes.push({
          path,
          before: a,
          after: b,
          kind: a === undefined ? "added" : b === undefined ? "removed" : "changed",
        });
    }
  };
  walk(before ?? {}, after ?? {}, "");
  return { changes, same };
}
