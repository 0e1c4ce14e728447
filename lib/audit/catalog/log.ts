import { deed } from "./deed";
import type { Kind, Sparse } from "./kind";
import { because, what, who } from "./words";

const theLog = (event: Sparse): string =>
  event.resource?.type === "tenant" ? `the audit log of ${what(event)}` : "the audit log";

const theHeld = (event: Sparse): string => what(event);

/** What happens to the log itself. None of these can be switched off. */
export const log = {
  "audit.exported": deed("Audit", { title: "Log exported", did: "exported", could: "export", rest: theLog }),
  "audit.payload_viewed": deed("Audit", {
    title: "Arguments viewed",
    did: "viewed",
    could: "view",
    rest: (event) => `the stored arguments of ${what(event)}`,
  }),
  "audit.payload_erased": deed("Audit", {
    title: "Arguments erased",
    did: "erased",
    could: "erase",
    rest: (event) => `the stored arguments and results of ${what(event)}`,
  }),
  "audit.payload_policy_changed": deed("Audit", {
    title: "Recording changed",
    did: "changed",
    could: "change",
    rest: (event) => `what is kept of the calls of ${what(event)}`,
  }),
  "audit.retention_applied": deed("Audit", {
    title: "Retention applied",
    did: "applied the retention of",
    could: "apply the retention of",
    rest: theLog,
  }),
  "audit.retention_changed": deed("Audit", {
    title: "Retention changed",
    did: "changed the retention of",
    could: "change the retention of",
    rest: theLog,
  }),
  "audit.hold_placed": deed("Audit", {
    title: "Legal hold placed",
    did: "placed a legal hold on",
    could: "place a legal hold on",
    rest: theHeld,
  }),
  "audit.hold_released": deed("Audit", {
    title: "Legal hold released",
    did: "released the legal hold on",
    could: "release the legal hold on",
    rest: theHeld,
  }),
  "audit.view_changed": deed("Audit", {
    title: "Shared view changed",
    did: "changed",
    could: "change",
    rest: (event) => `the shared view ${what(event)}`,
  }),
  "audit.verified": {
    family: "Audit",
    title: "Log verified",
    sentence: (event) =>
      `${who(event)} verified ${theLog(event)}${event.outcome === "success" ? "" : " and it did not hold"}${because(event)}`,
  },
} as const satisfies Record<string, Kind>;
