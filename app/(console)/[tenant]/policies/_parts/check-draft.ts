import type { ArgumentOption } from "@/components/policies/condition/argument-option";
import { canonicalJson } from "@/lib/kernel/canonical-json";
import type { Ctx } from "@/lib/kernel/ctx";
import type { Finding } from "@/lib/policy/check/finding";
import type { PolicyScope } from "@/lib/policy/policy";
import { type CheckPolicyInput, checkPolicy } from "@/lib/registry/policies/check-policy";
import { argumentOptions } from "./argument-options";
import { coveredTools } from "./covered-tools";
import type { PolicyCheckInput } from "./policy-form-input";

/** What the editor of a policy shows of a check. */
export type CheckedDraft = {
  ok: boolean;
  findings: Finding[];
  covers: { tools: number; liveInstances: number };
  tests: { id: string; name: string; passed: boolean; text: string }[];
  /** What the covered tools take; not there where the editor has it already. */
  options?: ArgumentOption[];
  /** Which tools those are. */
  seen: string;
};

/** Checks what is in the form, and stores nothing. */
export function checkDraft(ctx: Ctx, { seen, note: _, ...draft }: PolicyCheckInput): Promise<CheckedDraft> {
  return check(ctx, draft, seen);
}

export async function check(ctx: Ctx, draft: CheckPolicyInput, seen?: string): Promise<CheckedDraft> {
  const { ok, findings, covers, tests } = await checkPolicy(ctx, draft);
  const now = nameOf(draft.scope ?? {});
  return {
    ok,
    findings,
    covers,
    tests: tests.map(({ id, name, passed, text }) => ({ id, name, passed, text })),
    ...(now !== seen && { options: argumentOptions(await coveredTools(ctx, draft.scope ?? {})) }),
    seen: now,
  };
}

const nameOf = ({ servers, serverTags, tools }: PolicyScope): string =>
  canonicalJson([servers ?? null, serverTags ?? null, tools ?? null]);
