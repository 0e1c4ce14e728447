import type { DraftInput } from "@/lib/registry/decisions/load-draft-set";
import type { ReplayedPolicies, ReplayProgress } from "@/lib/registry/decisions/replay-policies";

/** One line of the stream. */
type Line = { progress: ReplayProgress } | { result: ReplayedPolicies } | { error: { message: string } };

/**
 * Replays recorded calls of a window and tells of its progress. Throws with a sentence for whoever waits; what was called off
 * throws as the signal does.
 */
export async function readReplay(
  url: string,
  question: { draft: DraftInput; from: string; to: string },
  signal: AbortSignal,
  onProgress: (progress: ReplayProgress) => void,
): Promise<ReplayedPolicies> {
  const response = await fetch(url, {
    method: "POST",
    headers: { "content-type": "application/json", accept: "application/x-ndjson" },
    body: JSON.stringify(question),
    signal,
  });
  if (!response.ok || response.body === null) throw new Error(await refusalOf(response));
  let result: ReplayedPolicies | undefined;
  for await (const text of linesOf(response.body)) {
    // safe because the API answers this path with exactly these lines
    const line = JSON.parse(text) as Line;
    if ("error" in line) throw new Error(line.error.message);
    if ("result" in line) result = line.result;
    else onProgress(line.progress);
  }
  if (result !== undefined) return result;
  throw new Error("The replay broke off before its end. Run it again.");
}

async function refusalOf(response: Response): Promise<string> {
  try {
    // safe because every error of the API has this shape; what has another is caught
    const { error } = (await response.json()) as { error: { message: string } };
    return error.message;
  } catch {
    return `The replay could not be started (${response.status}).`;
  }
}

async function* linesOf(stream: ReadableStream<Uint8Array<ArrayBuffer>>): AsyncGenerator<string> {
  const reader = stream.pipeThrough(new TextDecoderStream()).getReader();
  let rest = "";
  for (;;) {
    const { done, value } = await reader.read();
    if (done) break;
    const lines = `${rest}${value}`.split("\n");
    rest = lines.pop() ?? "";
    for (const line of lines) if (line !== "") yield line;
  }
  if (rest !== "") yield rest;
}
