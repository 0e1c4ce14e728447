import type { AuditEvent } from "../../event";
import { commonFields } from "./fields";
import type { Field, Reference } from "./shape";

const fieldsOf = (event: AuditEvent): Field[] =>
  // safe because an event has exactly its fields
  (Object.keys(event) as Field[]).filter((field) => !isEmpty(event[field]));

const isEmpty = (value: unknown): boolean =>
  value === null || value === undefined || (typeof value === "object" && Object.keys(value).length === 0);

/** In what an event is not as its reference page says; empty when it is. For tests: rows outlive the page. */
export function problemsOf(event: AuditEvent, { carries, details, changed }: Reference): string[] {
  const known = new Set<Field>([...commonFields, ...carries, ...(details ? (["details"] as const) : [])]);
  const problems = fieldsOf(event)
    .filter((field) => !known.has(field))
    .map((field) => `${field} is not among the fields that it carries`);
  const judged = details?.safeParse(event.details);
  for (const issue of judged?.error?.issues ?? []) problems.push(`details.${issue.path.join(".")}: ${issue.message}`);
  for (const side of ["before", "after"] as const) {
    const fields = event.changes?.[side];
    if (fields === null || fields === undefined) continue;
    const found = changed?.partial().safeParse(fields);
    if (!found) problems.push(`changes.${side} is not expected`);
    for (const issue of found?.error?.issues ?? [])
      problems.push(`changes.${side}.${issue.path.join(".")}: ${issue.message}`);
  }
  return problems;
}
