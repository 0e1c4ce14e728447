import type { Bucket } from "@/lib/policy/buckets";
import type { Access, ToolAccess } from "@/lib/registry/decisions/load-access";
import { buckets } from "./bucket-looks";

/** What the list is narrowed to. */
export type AccessFilter = { bucket: Bucket | undefined; text: string };

export const isBucket = (value: string): value is Bucket => buckets.some((bucket) => bucket === value);

/**
 * The tools that a filter leaves, by bucket and then by name; what has none left is gone. A text that names who or where
 * leaves all of theirs.
 */
export function narrowAccess(items: readonly Access[], { bucket, text }: AccessFilter): Access[] {
  const wanted = text.trim().toLowerCase();
  const speaksOf = (...words: (string | null)[]): boolean =>
    words.some((word) => word?.toLowerCase().includes(wanted) === true);
  return items.flatMap((access) => {
    const { instance, agent, human, server } = access;
    const whole =
      wanted === "" ||
      speaksOf(instance.label, agent.slug, agent.name, human.key, human.name, human.email, server.key, server.name);
    const tools = access.tools
      .filter((tool) => bucket === undefined || tool.bucket === bucket)
      .filter((tool) => whole || speaksOf(tool.tool, ...tool.policies.map(({ name }) => name)))
      .sort(byBucket);
    return tools.length === 0 ? [] : [{ ...access, tools }];
  });
}

/** A list's own order breaks ties: sorting is stable, and tools come by name. */
const byBucket = (a: ToolAccess, b: ToolAccess): number => buckets.indexOf(a.bucket) - buckets.indexOf(b.bucket);
