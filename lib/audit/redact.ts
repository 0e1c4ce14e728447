import type { ConditionTrace } from "@/lib/policy/condition/explained";
import type { EvaluatedPolicy, Step } from "@/lib/policy/decision";

/** What stands where a secret was. */
export const mask = "[masked]";

const secretName =
  /^(.*[_\-.])?(pass(word|wd|phrase)?|secret|token|api[_-]?key|apikey|access[_-]?key|private[_-]?key|authorization|credentials?|cookie|session[_-]?id|client[_-]?secret|pin|otp|cvv|ssn)$/i;
const camelSecretName = /(Password|Secret|Token|ApiKey|AccessKey|PrivateKey|Credential|Cookie)$/;

/** Shapes of credentials that are recognized wherever they stand. */
const secretShapes: readonly RegExp[] = [
  /\b(gh[pousr]_[A-Za-z0-9]{20,}|github_pat_[A-Za-z0-9_]{20,})\b/g,
  /\b(sk|rk|pk)[-_](live|test|proj|ant|or)?[-_]?[A-Za-z0-9_-]{20,}\b/g,
  /\bxox[abprs]-[A-Za-z0-9-]{10,}\b/g,
  /\b(AKIA|ASIA)[A-Z0-9]{16}\b/g,
  /\bAIza[A-Za-z0-9_-]{30,}\b/g,
  /\b(csk|cst)_[A-Za-z0-9_-]{20,}\b/g,
  /\beyJ[A-Za-z0-9_-]{8,}\.[A-Za-z0-9_-]{8,}\.[A-Za-z0-9_-]*/g,
  /\bBearer\s+[A-Za-z0-9._~+/-]{12,}=*/gi,
  /-----BEGIN [A-Z ]*PRIVATE KEY-----[\s\S]*?(-----END [A-Z ]*PRIVATE KEY-----|$)/g,
  /\b([a-z][a-z0-9+.-]{0,20}:\/\/[^\s:/@]{1,100}):[^\s@/]{1,200}@/gi,
];

export type Redacted = { value: unknown /** Dotted paths of what was masked. */; paths: string[] };

/**
 * A copy of `value` with everything that looks like a secret masked, by the name of its field or by its own shape.
 * Redacting twice is redacting once. `value` has passed the argument bounds, so the walk is bounded.
 */
export function redact(value: unknown): Redacted {
  const paths: string[] = [];
  const walk = (item: unknown, path: string): unknown => {
    if (typeof item === "string") {
      const masked = maskShapes(item);
      if (masked !== item) paths.push(path);
      return masked;
    }
    if (Array.isArray(item)) return item.map((child, i) => walk(child, `${path}.${i}`));
    if (item !== null && typeof item === "object") {
      return Object.fromEntries(
        Object.entries(item).map(([key, child]) => {
          const name = maskName(key);
          const at = path === "" ? name : `${path}.${name}`;
          if (!isSecretName(key) || child === null || typeof child === "boolean") return [name, walk(child, at)];
          if (child !== mask) paths.push(at);
          return [name, mask];
        }),
      );
    }
    return item;
  };
  return { value: walk(value, ""), paths };
}

/** A field's name, which may be a secret itself. No shape of a credential is as short as most names are. */
export const maskName = (key: string): string => (key.length < 12 ? key : maskShapes(key));

/** A text with everything that has the shape of a credential masked. */
export function maskShapes(text: string): string {
  let masked = text;
  for (const shape of secretShapes)
    masked = masked.replace(shape, (_, user: unknown) => (isUrlUser(user) ? `${user}:${mask}@` : mask));
  return masked;
}

const isUrlUser = (group: unknown): group is string => typeof group === "string" && group.includes("://");

const isSecretName = (key: string): boolean => secretName.test(key) || camelSecretName.test(key);

/** A chain whose conditions show no value that the stored arguments would not: masked by the argument's name, or by its own shape. */
export const redactChain = (chain: readonly Step[]): Step[] =>
  chain.map((step) =>
    step.stage === "policies"
      ? { ...step, evaluated: step.evaluated.map(redactEvaluated), shadow: step.shadow.map(redactEvaluated) }
      : step,
  );

const redactEvaluated = (one: EvaluatedPolicy): EvaluatedPolicy => ({
  ...one,
  ...(one.when && { when: redactTrace(one.when, false) }),
  ...(one.unless && { unless: redactTrace(one.unless, false) }),
});

/** `secret`: something above it has the name of a secret. */
function redactTrace(trace: ConditionTrace, secret: boolean): ConditionTrace {
  const hidden = secret || (trace.path ?? []).some(isSecretName);
  return {
    ...trace,
    ...(trace.actual !== undefined && { actual: hidden ? mask : redact(trace.actual).value }),
    ...(trace.children && { children: trace.children.map((child) => redactTrace(child, hidden)) }),
  };
}

/** A chain that says what came out of every condition, without the values that it looked at. */
export const withoutValues = (chain: readonly Step[]): Step[] =>
  chain.map((step) =>
    step.stage === "policies" ? { ...step, evaluated: step.evaluated.map(bare), shadow: step.shadow.map(bare) } : step,
  );

const bare = (one: EvaluatedPolicy): EvaluatedPolicy => ({
  ...one,
  ...(one.when && { when: bareTrace(one.when) }),
  ...(one.unless && { unless: bareTrace(one.unless) }),
});

const bareTrace = ({ actual: _, ...trace }: ConditionTrace): ConditionTrace => ({
  ...trace,
  ...(trace.children && { children: trace.children.map(bareTrace) }),
});
