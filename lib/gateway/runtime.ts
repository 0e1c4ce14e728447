import "server-only";
import type { IncomingMessage, ServerResponse } from "node:http";
import { flushBounded } from "@/lib/audit/bounded-record";
import { openLog } from "@/lib/audit/open-log";
import { closeOutbound } from "@/lib/connections/outbound";
import { startToolProbe } from "@/lib/connections/probe/start-probe";
import { env } from "@/lib/kernel/env";
import { flushNotes } from "@/lib/oauth/onboarding/note-step";
import { startOAuthSweep } from "@/lib/oauth/sweep/start-sweep";
import { hearClosedCircuits } from "@/lib/registry/circuits/close-circuit";
import { startForgetting } from "@/lib/registry/tasks/remember-task";
import { hearCancels } from "./internal/in-flight";
import { serveMcp } from "./node-front";
import { endStreams } from "./standing";

/** What `server.mjs` finds on the global object: the same module graph that Next serves from. */
export type Runtime = {
  /** Answers a request that is the gateway's; false leaves it to Next. */
  serve: (req: IncomingMessage, res: ServerResponse) => boolean;
  /** Ends the streams that stand, for a shutdown: their clients come back to a process that stays. */
  endStreams: () => void;
  /** Resolves when everything that was begun is written and every connection is closed. */
  drain: () => Promise<void>;
};

declare global {
  var countersignRuntime: Runtime | undefined;
  /** Set by `server.mjs`: whoever started this process looks at what came of it. */
  var countersignFront: boolean | undefined;
  /** Why the runtime could not be started. */
  var countersignFailure: string | undefined;
}

/** Once a process, from instrumentation.ts: checks the environment, opens the log, and offers the gateway to the front. */
export async function startRuntime(): Promise<void> {
  if (globalThis.countersignRuntime) return;
  const front = env().COUNTERSIGN_FRONT === "on" && env().NODE_ENV === "production";
  const log = await openLog();
  const stopSweep = startOAuthSweep();
  const stopProbe = startToolProbe();
  const stopForgetting = startForgetting();
  const stopHearing = [hearCancels(), hearClosedCircuits()];
  globalThis.countersignRuntime = {
    serve: (req, res) => front && serveMcp(req, res),
    endStreams,
    drain: async () => {
      for (const stop of stopHearing) stop();
      await Promise.all([stopSweep(), stopProbe(), stopForgetting()]);
      await flushNotes();
      await flushBounded();
      await log.close();
      await closeOutbound();
    },
  };
}
