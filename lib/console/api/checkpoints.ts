import "server-only";
import { z } from "zod";
import {
  ListCheckpointsInput,
  latestCheckpoint,
  listCheckpointKeys,
  listCheckpoints,
} from "@/lib/audit/proof/list-checkpoints";
import { readCheckpoint } from "@/lib/audit/proof/note";
import { proveEvent } from "@/lib/audit/proof/prove-event";
import { verifyLog } from "@/lib/audit/proof/verify-log";
import { family } from "./operation";

const { get, post } = family("Checkpoints");

/** Checkpoints that were kept elsewhere, as they were handed out. */
const VerifyLogInput = z
  .strictObject({
    checkpoints: z
      .array(
        z
          .string()
          .max(10_000)
          .refine((note) => readCheckpoint(note) !== undefined, "is no signed checkpoint"),
      )
      .max(100)
      .default([]),
    /** Whether stored arguments and results are opened and compared with what events have committed to. */
    payloads: z.boolean().default(true),
  })
  .default({ checkpoints: [], payloads: true });

/** How long a verification that was asked for waits for the sealer. */
const waitMs = 3_000;

export const checkpoints = {
  listCheckpoints: get("checkpoints", {
    summary: "List signed checkpoints",
    description:
      "Each is a C2SP signed note over the size and the root of the log's tree. Keep them outside: a log that fits a checkpoint you kept was not rewritten since.",
    may: "checkpoints:read",
    query: ListCheckpointsInput,
    answer: "A page of checkpoints, the newest first.",
    run: (ctx, { query }) => listCheckpoints(ctx, query),
  }),
  latestCheckpoint: get("checkpoints/latest", {
    summary: "Get the newest checkpoint",
    may: "checkpoints:read",
    answer: "The checkpoint.",
    run: (ctx) => latestCheckpoint(ctx),
  }),
  listCheckpointKeys: get("checkpoints/keys", {
    summary: "List the keys that checkpoints are signed with",
    description: "Public keys (Ed25519), also those of earlier secrets of this installation.",
    may: "checkpoints:read",
    answer: "The name of the log, and its keys, the newest first.",
    run: (ctx) => listCheckpointKeys(ctx),
  }),
  verifyLog: post("checkpoints/verify", {
    summary: "Verify the whole log",
    description:
      "Compares every event with what was sealed, the tree with its checkpoints and with those that are given, and what is stored of arguments and results with the events. Takes seconds for a million events, longer with payloads; one at a time.",
    may: "checkpoints:read",
    body: VerifyLogInput,
    answer: "What was found, and where.",
    run: (ctx, { body }) => verifyLog(ctx, { notes: body.checkpoints, payloads: body.payloads, waitMs }),
  }),
  proveEvent: get("events/{id}/proof", {
    summary: "Prove that an event is in the log",
    description: "The proof stands for itself (c2sp.org/tlog-proof@v1): index, path and checkpoint.",
    may: "events:read",
    answer: "The proof, as text.",
    files: ["text/plain"],
    run: async (ctx, { params }) => {
      const { text } = await proveEvent(ctx, params.id);
      return new Response(text, {
        headers: {
          "content-type": "text/plain; charset=utf-8",
          "content-disposition": `inline; filename="${params.id.replaceAll(/[^\w]/g, "")}.tlog-proof"`,
        },
      });
    },
  }),
};
