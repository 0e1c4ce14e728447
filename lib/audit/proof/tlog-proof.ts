/** An inclusion proof that stands for itself: which leaf, its path, and the checkpoint it leads to. */
export type TlogProof = { index: number; path: readonly Buffer[]; note: string };

/** The text form that C2SP tlog-proof fixes. */
export const toTlogProof = ({ index, path, note }: TlogProof): string =>
  [`c2sp.org/tlog-proof@v1`, `index ${index}`, ...path.map((hash) => hash.toString("base64")), "", note].join("\n");

/** Takes a proof apart; undefined for what is none. Nothing is verified. */
export function readTlogProof(text: string): TlogProof | undefined {
  const end = text.indexOf("\n\n");
  if (end < 0) return undefined;
  const [first, ...lines] = text.slice(0, end).split("\n");
  if (first !== "c2sp.org/tlog-proof@v1") return undefined;
  if (lines[0]?.startsWith("extra ")) lines.shift();
  const [, index] = /^index (0|[1-9]\d{0,15})$/.exec(lines.shift() ?? "") ?? [];
  const path = lines.map((line) => Buffer.from(line, "base64"));
  if (index === undefined || path.some((hash) => hash.length !== 32)) return undefined;
  return { index: Number(index), path, note: text.slice(end + 2) };
}
