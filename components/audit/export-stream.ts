/** How far an export has come. */
export type ExportProgress = {
  rows: number;
  bytes: number;
  /** 0 to 1: how much of the time that it covers is written; undefined as long as that cannot be told. */
  share: number | undefined;
};

export type Exported = { blob: Blob; name: string; rows: number; bytes: number };

/** Pieces are put together into blobs of this size, which a browser may keep outside memory. */
const blobBytes = 8_388_608;
const newline = 10;

/**
 * Reads an export to its end, telling how far it has come. Throws where it is refused or breaks off: half a file is none. The
 * last line is the manifest and no row, and a CSV has one line of names.
 */
export async function readExport(
  address: string,
  format: "csv" | "jsonl",
  span: { from: number; to: number; ascending: boolean } | undefined,
  tell: (progress: ExportProgress) => void,
  signal: AbortSignal,
): Promise<Exported> {
  const response = await fetch(address, { signal });
  if (!response.ok || response.body === null) throw new Error(await toRefusal(response));
  const reader = response.body.getReader();
  const decoder = new TextDecoder();
  const parts: BlobPart[] = [];
  let pieces: BlobPart[] = [];
  let [bytes, held, lines] = [0, 0, 0];
  let tail = "";
  for (;;) {
    const { done, value } = await reader.read();
    if (done) break;
    bytes += value.byteLength;
    held += value.byteLength;
    for (const byte of value) if (byte === newline) lines += 1;
    pieces.push(value);
    if (held > blobBytes) {
      parts.push(new Blob(pieces));
      pieces = [];
      held = 0;
    }
    tail = `${tail}${decoder.decode(value, { stream: true })}`.slice(-16_384);
    tell({ rows: rowsOf(lines, format), bytes, share: span && shareOf(lastTimeOf(tail, format), span) });
  }
  // Every file ends with a manifest; one without it was cut off on its way.
  if (!/"signature":"[^"]+"\}\n$/.test(tail)) throw new Error("The file broke off before its end.");
  const rows = rowsOf(lines - 1, format);
  return {
    blob: new Blob([...parts, ...pieces], { type: response.headers.get("content-type") ?? "" }),
    name: nameOf(response) ?? `audit.${format}`,
    rows,
    bytes,
  };
}

/** Lines that are rows: all but the names of a CSV. */
const rowsOf = (lines: number, format: "csv" | "jsonl"): number => Math.max(0, format === "csv" ? lines - 1 : lines);

/** When the last whole row happened. */
export function lastTimeOf(tail: string, format: "csv" | "jsonl"): number | undefined {
  const line = tail.slice(0, tail.lastIndexOf("\n")).split("\n").at(-1) ?? "";
  const time = format === "csv" ? line.slice(0, line.indexOf(",")) : /"occurredAt":"([^"]+)"/.exec(line)?.[1];
  const ms = time === undefined ? Number.NaN : Date.parse(time);
  return Number.isNaN(ms) ? undefined : ms;
}

/** How much of a span lies behind the moment that was reached. */
export function shareOf(
  at: number | undefined,
  { from, to, ascending }: { from: number; to: number; ascending: boolean },
): number | undefined {
  if (at === undefined || to <= from) return undefined;
  const share = ascending ? (at - from) / (to - from) : (to - at) / (to - from);
  return Math.min(1, Math.max(0, share));
}

const nameOf = (response: Response): string | undefined =>
  /filename="([^"]+)"/.exec(response.headers.get("content-disposition") ?? "")?.[1];

async function toRefusal(response: Response): Promise<string> {
  const answer: unknown = await response.json().catch(() => undefined);
  const error = typeof answer === "object" && answer !== null && "error" in answer ? answer.error : undefined;
  return typeof error === "object" && error !== null && "message" in error && typeof error.message === "string"
    ? error.message
    : `The export was refused (${response.status}).`;
}
