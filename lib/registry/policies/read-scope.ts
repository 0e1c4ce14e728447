import "server-only";
import type { TenantTransaction } from "@/lib/db/tenant";
import { type Issue, invalid } from "@/lib/kernel/errors";
import type { PolicyScope } from "@/lib/policy/policy";
import { toHumanWhere } from "../humans/find-human-row";
import type { PolicyScopeInput } from "./policy-input";

/**
 * A scope as it is stored: every entry exists, once, humans by key.
 * Throws `invalid` with one issue for every entry that names nothing in this tenant.
 */
export async function readScope(tx: TenantTransaction, input: PolicyScopeInput): Promise<PolicyScope> {
  const issues: Issue[] = [];
  const scope: PolicyScope = {};

  const resolve = (field: "servers" | "humans" | "agents" | "instances", word: string, found: Map<string, string>) => {
    const named = input[field] ?? [];
    for (const [index, entry] of named.entries())
      if (!found.has(entry))
        issues.push({ path: `scope.${field}.${index}`, message: `There is no ${word} "${entry}".` });
    scope[field] = distinct(named.map((entry) => found.get(entry) ?? entry));
  };

  if (input.servers) {
    const rows = await tx.server.findMany({ where: { key: { in: input.servers } }, select: { key: true } });
    resolve("servers", "server", new Map(rows.map(({ key }) => [key, key])));
  }
  // Tools are patterns, groups and tags are words: they may name what is yet to come.
  for (const field of ["tools", "groups", "agentTags", "serverTags"] as const)
    if (input[field]) scope[field] = distinct(input[field]);
  if (input.humans) {
    const rows = await tx.human.findMany({
      where: { OR: input.humans.map(toHumanWhere) },
      select: { key: true, id: true, email: true },
    });
    const byName = new Map(rows.flatMap(({ key, id, email }) => [key, id, email ?? key].map((name) => [name, key])));
    const asWritten = input.humans.map(
      (entry) => [entry, byName.get(entry) ?? byName.get(entry.toLowerCase())] as const,
    );
    resolve("humans", "human", new Map(asWritten.flatMap(([entry, key]) => (key === undefined ? [] : [[entry, key]]))));
  }
  if (input.agents) {
    const rows = await tx.agent.findMany({ where: { slug: { in: input.agents } }, select: { slug: true } });
    resolve("agents", "agent", new Map(rows.map(({ slug }) => [slug, slug])));
  }
  if (input.instances) {
    const rows = await tx.instance.findMany({ where: { id: { in: input.instances } }, select: { id: true } });
    resolve("instances", "instance", new Map(rows.map(({ id }) => [id, id])));
  }

  const [first] = issues;
  if (first) throw invalid(first.message, issues);
  return scope;
}

const distinct = (values: readonly string[]): string[] => [...new Set(values)];
