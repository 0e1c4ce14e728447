import "server-only";
import { readFile } from "node:fs/promises";
import { readCheckpoint, readNotes } from "@/lib/audit/proof/note";
import type { Verification } from "@/lib/audit/proof/verify/verify-tenant";
import { verifyLog } from "@/lib/audit/proof/verify-log";
import { nowMs } from "@/lib/kernel/clock";
import { invalid } from "@/lib/kernel/errors";
import { listTenants } from "@/lib/registry/tenants/list-tenants";
import { cliCtx } from "./cli-ctx";
import { readArgs } from "./read-args";
import { UsageError, type Verb } from "./verb";

/** A server that is running seals within a second; without one there is nobody to wait for. */
const waitMs = 3_000;

export const auditVerify: Verb = {
  usage: "[--tenant SLUG] [--checkpoint FILE] [--no-payloads]",
  about:
    "verifies the log of every environment, or of one, also against checkpoints kept in a file; --no-payloads leaves stored arguments and results unopened",
  async run(args) {
    const { options, flags } = readArgs(args, { options: ["tenant", "checkpoint"], flags: ["no-payloads"] });
    const payloads = !flags.has("no-payloads");
    const notes = options.checkpoint === undefined ? [] : await readNotesOf(options.checkpoint);
    const slugs = options.tenant === undefined ? (await listTenants()).map(({ slug }) => slug) : [options.tenant];
    refuseOthers(notes, slugs);
    const tenants: Verified[] = [];
    const end = nowMs() + waitMs;
    for (const slug of slugs) {
      const own = notes.filter((note) => isOf(note, slug));
      const ctx = await cliCtx(slug);
      const waiting = Math.max(0, end - nowMs());
      tenants.push({ slug, ...(await verifyLog(ctx, { notes: own, waitMs: waiting, payloads })) });
    }
    const ok = tenants.every((tenant) => tenant.ok);
    return { json: { ok, tenants: tenants.map(toJson) }, text: tenants.map(toText).join("\n"), refused: !ok };
  },
};

type Verified = Verification & { slug: string };

async function readNotesOf(file: string): Promise<string[]> {
  const text = await readFile(file, "utf8").catch(() => {
    throw new UsageError(`--checkpoint: ${file} cannot be read.`);
  });
  const notes = readNotes(text);
  if (notes.length === 0) throw new UsageError(`--checkpoint: ${file} holds no signed checkpoint.`);
  return notes;
}

const isOf = (note: string, slug: string): boolean => readCheckpoint(note)?.origin.endsWith(`/audit/${slug}`) === true;

/** A checkpoint that nothing is compared with would look as if all were well. */
function refuseOthers(notes: readonly string[], slugs: readonly string[]): void {
  const other = notes.find((note) => !slugs.some((slug) => isOf(note, slug)));
  if (other !== undefined)
    throw invalid(`The checkpoint of ${readCheckpoint(other)?.origin} is of no environment that is verified here.`);
}

const toJson = ({ slug, size, root, sealedThrough, unsealed, payloads, problems, problemCount }: Verified) => ({
  ...{ tenant: slug, size, root, sealedThrough, unsealed, payloads, problems },
  ...(problemCount > problems.length ? { problemCount } : {}),
});

function toText({ slug, ok, size, unsealed, payloads, problems, problemCount }: Verified): string {
  const opened = payloads === null ? ", payloads left out" : `, ${payloads} payloads opened`;
  const rest = unsealed > 0 ? `${opened}, ${unsealed} not sealed yet` : opened;
  if (ok) return `${slug}: ${size} events verified${rest}.`;
  const lines = problems.map(
    ({ kind, index, event, text }) =>
      `  ${kind}${index === undefined ? "" : ` at ${index}`}${event === undefined ? "" : ` (${event})`}: ${text}`,
  );
  const more = problemCount > problems.length ? [`  … and ${problemCount - problems.length} more`] : [];
  return [`${slug}: ${problemCount} problems in ${size} events${rest}:`, ...lines, ...more].join("\n");
}
