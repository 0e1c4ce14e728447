import { expect, test } from "@playwright/test";
import type { AuditEvent } from "@/lib/audit/event";
import { toWho, withoutWho } from "./who";

// safe because only the fields given are read
const event = (fields: Partial<AuditEvent>) => fields as AuditEvent;
const cursor = { type: "agent", key: "agent|c", name: "Cursor" } as const;

test("an agent's row reads as its sentence: subject in one column, deed in the other", () => {
  const row = event({ actor: cursor, human: { key: "human|d", name: "Dana", email: null } });
  expect(toWho(row)).toEqual({ actor: "Cursor", human: "Dana" });
  expect(withoutWho(row, "Cursor for Dana ran create_issue on linear")).toBe("ran create_issue on linear");
});

test("a human without a name is shown by e-mail, in both columns alike", () => {
  const row = event({ actor: cursor, human: { key: "human|d", name: null, email: "d@acme.example" } });
  expect(toWho(row).human).toBe("d@acme.example");
  expect(withoutWho(row, "Cursor for d@acme.example ran x on y")).toBe("ran x on y");
});

test("a sentence that begins otherwise stays whole", () => {
  const row = event({ actor: cursor, human: null });
  expect(withoutWho(row, "Someone did it")).toBe("Someone did it");
  expect(withoutWho(row, "Cursor: tenant.renamed")).toBe("tenant.renamed");
});
