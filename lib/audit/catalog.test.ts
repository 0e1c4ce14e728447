import assert from "node:assert/strict";
import { expect, test } from "@playwright/test";
import { catalog, eventTypes, isEventType, isWritten, writtenTypes } from "./catalog";
import { families } from "./catalog/kind";
import { exampleOf, referenceOf } from "./catalog/reference";
import { fieldMeanings, plainEvent } from "./catalog/reference/fields";
import { problemsOf } from "./catalog/reference/problems-of";
import type { AuditEvent } from "./event";
import { outcomes } from "./event";
import { present } from "./present";

/** Every kind with an event to try it on. */
const tried = eventTypes.map((type): AuditEvent => (isWritten(type) ? exampleOf(type) : { ...plainEvent, type }));

const wellMade = (sentence: string, about: string) => {
  assert.match(sentence, /^[A-Z[]/, about);
  assert.doesNotMatch(sentence, /undefined|null|\[object|NaN| {2}|[.:,]$|\.:|\.\./, about);
};

test("the seeds' names exist exactly as they spell them", () => {
  for (const type of [
    "gateway.tool.executed",
    "gateway.tool.error",
    "agent.connected",
    "policy.created",
    "policy.updated",
    "policy.deleted",
  ])
    expect(isEventType(type), type).toBe(true);
  for (const type of eventTypes) expect(type).toMatch(/^[a-z]+(\.[a-z_]+)+$/);
});

test("every kind has a family that is shown, and a title of its own", () => {
  const titles = eventTypes.map((type) => catalog[type].title);
  expect(new Set(titles).size).toBe(titles.length);
  for (const type of eventTypes) expect(families).toContain(catalog[type].family);
});

test("every sentence is one, whatever the outcome and whatever the row holds", () => {
  for (const event of tried)
    for (const outcome of outcomes) wellMade(present({ ...event, outcome }).sentence, `${event.type} ${outcome}`);
});

test("a row of which anything is missing is still shown, by its title", () => {
  for (const event of tried) {
    const { title } = present(event);
    for (const field of Object.keys(fieldMeanings)) {
      if (field === "type") continue;
      for (const gone of [undefined, null]) {
        const shown = present({ ...event, [field]: gone });
        assert.equal(shown.title, title);
        wellMade(shown.sentence, `${event.type} without ${field}`);
      }
    }
    wellMade(present({ type: event.type }).sentence, `${event.type} alone`);
  }
});

test("a row whose fields hold something else than today is shown plainly, never an error", () => {
  for (const event of tried)
    for (const field of Object.keys(fieldMeanings))
      for (const odd of [0, "text", true, [], {}, [null], { name: 5 }]) {
        // safe because present takes whatever a row holds
        const { title, sentence } = present({ ...event, [field]: odd } as unknown as AuditEvent);
        assert.equal(typeof title, "string");
        assert.equal(typeof sentence, "string");
      }
});

test("a kind that nobody knows any more, or not yet, is shown by its name", () => {
  expect(present({ ...plainEvent, type: "robot.dreamed" })).toEqual({
    title: "robot.dreamed",
    family: "Other",
    sentence: "Olga Owner: robot.dreamed",
  });
  expect(present({}).sentence).toBe("Somebody: unknown");
  for (const name of ["constructor", "__proto__", "toString"])
    expect(present({ ...plainEvent, type: name }).title).toBe(name);
});

test("a call's sentence says who, for whom, what, where, and why not", () => {
  const denied = exampleOf("gateway.tool.error");
  expect(present(denied).sentence).toBe(
    "Cursor for Alice Adams could not run delete_repo on github: No permission for 'delete_repo'",
  );
  const failed = { ...denied, outcome: "error", error: { type: "upstream_5xx", message: "HTTP 500." } } as const;
  expect(present(failed).sentence).toBe("Cursor for Alice Adams ran delete_repo on github, which failed: HTTP 500");
  expect(present({ ...denied, outcome: "unknown" }).sentence).toBe(
    "Cursor for Alice Adams ran delete_repo on github; how it ended is not known",
  );
});

test("a first connection says how many tools are in each of the three buckets", () => {
  expect(present(exampleOf("agent.connected")).sentence).toBe(
    "Cursor for Alice Adams connected for the first time: 2 tools allowed, 1 conditional, 1 denied",
  );
});

test("a change of rights says from what to what", () => {
  expect(present(exampleOf("grant.updated")).sentence).toBe(
    "Olga Owner changed the ceiling of Alice Adams on linear from medium to high",
  );
  expect(present(exampleOf("consent.granted")).sentence).toBe(
    "Olga Owner let Alice's laptop of Alice Adams use linear up to medium",
  );
  expect(present(exampleOf("member.updated")).sentence).toBe(
    "Olga Owner changed the role of vic@acme.example from viewer to auditor",
  );
});

test("every example is an event as its reference page says one is", () => {
  for (const type of writtenTypes) {
    const example = exampleOf(type);
    expect(Object.keys(example).sort()).toEqual(Object.keys(fieldMeanings).sort());
    expect(problemsOf(example, referenceOf(type)), type).toEqual([]);
    expect(JSON.stringify(example)).not.toMatch(/\b(csk|cst|css)_/);
  }
});

test("every special field has its meaning written beside it", () => {
  for (const type of writtenTypes) {
    const { details, changed } = referenceOf(type);
    for (const [name, field] of Object.entries({ ...details?.shape, ...changed?.shape }))
      expect(describes(field), `${type} ${name}`).toBe(true);
  }
});

function describes(field: unknown): boolean {
  if (typeof field !== "object" || field === null) return false;
  if ("description" in field && typeof field.description === "string" && field.description !== "") return true;
  return "unwrap" in field && typeof field.unwrap === "function" && describes(field.unwrap());
}
