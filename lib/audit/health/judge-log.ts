import type { LogFigures } from "./log-figures";

export const healthStates = ["fine", "behind", "attention"] as const;
/** `behind`: nothing is lost, something is late. `attention`: somebody has to do something. */
export type HealthState = (typeof healthStates)[number];

/** One line of the health page: how it is, what that proves or means, and what to do about it where it is not fine. */
export type HealthCheck = {
  id: "writer" | "intents" | "completeness" | "sealing" | "checkpoint" | "verification" | "partitions" | "retention";
  title: string;
  state: HealthState;
  says: string;
  means: string;
  todo: string | null;
};

const dayMs = 86_400_000;
const verifyEveryDays = 30;

/** Judges a log by its figures. Pure: the same figures, the same page. */
export function judgeLog(figures: LogFigures): HealthCheck[] {
  return [
    writer(figures),
    intents(figures),
    completeness(figures),
    sealing(figures),
    checkpoint(figures),
    verification(figures),
    partitions(figures),
    retention(figures),
  ];
}

/** The worst of all lines. */
export const worstOf = (checks: readonly HealthCheck[]): HealthState =>
  healthStates.findLast((state) => checks.some((check) => check.state === state)) ?? "fine";

function writer({ writer: { waiting, lastWriteAt }, at }: LogFigures): HealthCheck {
  const idleMs = lastWriteAt === null ? Number.POSITIVE_INFINITY : Date.parse(at) - Date.parse(lastWriteAt);
  const state = waiting === 0 || idleMs < 2_000 ? "fine" : waiting > 1_000 || idleMs > 60_000 ? "attention" : "behind";
  return {
    id: "writer",
    title: "Writer",
    state,
    says:
      waiting === 0
        ? "Nothing waits to be written."
        : `${counted(waiting, "entry waits", "entries wait")} to be written.`,
    means:
      "No call leaves for a server before its intent is in the database, so whatever waits here has not happened yet or is kept until it is written.",
    todo:
      state === "fine"
        ? null
        : "Look at the database: is it reachable, is its disk full? New calls are refused until it writes again.",
  };
}

function intents({ intents: { open, oldestSeconds, longestCallSeconds } }: LogFigures): HealthCheck {
  const late = oldestSeconds === null ? 0 : oldestSeconds - longestCallSeconds;
  const state = late <= 0 ? "fine" : late < 3_600 ? "behind" : "attention";
  return {
    id: "intents",
    title: "Open calls",
    state,
    says:
      open === 0
        ? "No call is open."
        : `${counted(open, "call is", "calls are")} open, the oldest for ${forSeconds(oldestSeconds ?? 0)}.`,
    means:
      "A call is open from the moment before it leaves until its one event is written. A process that dies leaves its calls open; the next one ends them with the outcome unknown.",
    todo:
      state === "fine"
        ? null
        : "These calls are older than a call can be. They are ended by any server that runs; if one runs and they stay, look at its log.",
  };
}

function completeness({ completeness: { day, month, doubles }, intents: { open } }: LogFigures): HealthCheck {
  const sum = (of: typeof day) => Object.values(of).reduce((total, n) => total + n, 0);
  return {
    id: "completeness",
    title: "Completeness",
    state: doubles === 0 ? "fine" : "attention",
    says: `${counted(sum(day), "call", "calls")} ended in the last 24 hours and ${sum(month).toLocaleString("en")} in the last 30 days; ${open.toLocaleString("en")} open; ${doubles === 0 ? "none" : doubles.toLocaleString("en")} ended twice.`,
    means:
      "Attempts = outcomes + open calls. Whoever writes the event of a call removes its intent in the same transaction, so every attempt is either open or has exactly one event. What would contradict that, a call with an event and an intent, is looked for here.",
    todo:
      doubles === 0
        ? null
        : "This cannot come from the product. Verify the log, and find out who else writes to the database.",
  };
}

function sealing({ ledger: { size, unsealed, oldestUnsealedSeconds, stalled } }: LogFigures): HealthCheck {
  const waits = oldestUnsealedSeconds ?? 0;
  const state =
    stalled !== null ? "attention" : unsealed === 0 || waits < 10 ? "fine" : waits < 300 ? "behind" : "attention";
  return {
    id: "sealing",
    title: "Sealing",
    state,
    says:
      stalled ??
      `${counted(size, "event is", "events are")} sealed; ${
        unsealed === 0 ? "none waits" : `${counted(unsealed, "waits", "wait")}, the oldest for ${forSeconds(waits)}`
      }.`,
    means:
      "A sealed event is a leaf of this environment's tree: it cannot be changed, moved or removed without being noticed. Events are sealed within about a second.",
    todo:
      stalled !== null
        ? "Verify the log: it says where the tree and the events differ."
        : state === "fine"
          ? null
          : "Usually a long transaction in the same database cluster holds sealing up. End it; nothing is lost meanwhile.",
  };
}

function checkpoint({ ledger: { size, checkpoint: last } }: LogFigures): HealthCheck {
  const missing = size - (last?.size ?? 0);
  return {
    id: "checkpoint",
    title: "Checkpoint",
    state: missing === 0 ? "fine" : last === null ? "attention" : "behind",
    says:
      last === null
        ? size === 0
          ? "Nothing is sealed yet."
          : "Nothing is signed."
        : `The last one covers ${counted(last.size, "event", "events")}.`,
    means:
      "A checkpoint is the signed root of the tree. A copy of it outside of this installation is what stops even its operator from rewriting the log.",
    todo:
      missing === 0
        ? null
        : `${counted(missing, "sealed event is", "sealed events are")} not covered. The sealer signs with every round; look at the log of the servers.`,
  };
}

function verification({ verification: last, oldestEventAt, at }: LogFigures): HealthCheck {
  // A log that was never verified is late when its first event is.
  const sinceMs = Date.parse(at) - Date.parse(last?.at ?? oldestEventAt ?? at);
  const late = sinceMs > verifyEveryDays * dayMs;
  return {
    id: "verification",
    title: "Verification",
    state: last?.ok === false ? "attention" : late ? "behind" : "fine",
    says:
      last === null
        ? "This log was never verified."
        : last.ok
          ? `${counted(last.size, "event", "events")} verified in ${forSeconds(last.seconds)}; nothing was wrong.`
          : `${counted(last.problems, "problem was", "problems were")} found among ${counted(last.size, "event", "events")}.`,
    means: "Verification computes the tree anew from the events and compares it with what was signed.",
    todo:
      last?.ok === false
        ? "Somebody has changed the database. Run “audit verify” at the command line, which names every place, and keep a copy of the database."
        : late
          ? `Verify it at least every ${verifyEveryDays} days: here, or with “audit verify” at the command line.`
          : null,
  };
}

function partitions({ partitions: { monthsAhead, until } }: LogFigures): HealthCheck {
  const state = monthsAhead >= 1 ? "fine" : monthsAhead === 0 ? "behind" : "attention";
  return {
    id: "partitions",
    title: "Room ahead",
    state,
    says:
      monthsAhead < 0
        ? "There is no place for events of this month."
        : `There is a place for events until ${until?.slice(0, 10) ?? "the end of this month"}, ${counted(monthsAhead, "month", "months")} ahead.`,
    means:
      "Events are stored by month. Every server makes the places of the coming months itself, at its start and every six hours.",
    todo:
      state === "fine"
        ? null
        : "Restart a server, which makes them at once; if that does not help, look at its log and at the rights of its database user.",
  };
}

function retention({ retention: { days, payloadDays, activeHolds, failure } }: LogFigures): HealthCheck {
  return {
    id: "retention",
    title: "Retention",
    state: failure === null ? "fine" : "behind",
    says: `Events are kept for ${counted(days, "day", "days")}, stored arguments for ${counted(payloadDays, "day", "days")}; ${
      activeHolds === 0
        ? "no legal hold is in force"
        : `${counted(activeHolds, "legal hold is", "legal holds are")} in force`
    }.`,
    means:
      "What is past its time goes within the hour, by whole months where possible, never what is not sealed or is held. Each cut leaves an event, and proofs go on holding.",
    todo: failure === null ? null : `The last run failed and is tried again every hour: ${failure}`,
  };
}

const counted = (n: number, one: string, many: string): string => `${n.toLocaleString("en")} ${n === 1 ? one : many}`;

function forSeconds(seconds: number): string {
  if (seconds < 1) return "less than a second";
  if (seconds < 120) return counted(Math.round(seconds), "second", "seconds");
  if (seconds < 7_200) return counted(Math.round(seconds / 60), "minute", "minutes");
  return counted(Math.round(seconds / 3_600), "hour", "hours");
}
