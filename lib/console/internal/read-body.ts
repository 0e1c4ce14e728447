import "server-only";
import { invalid } from "@/lib/kernel/errors";

const bytesMax = 1024 * 1024;

/** The JSON of a request; undefined where it has no body. Throws `invalid` for more than a megabyte or what is no JSON. */
export async function readBody(request: Request): Promise<unknown> {
  const text = await readText(request);
  if (text.trim() === "") return undefined;
  try {
    return JSON.parse(text);
  } catch {
    throw invalid("The body is not JSON.");
  }
}

async function readText(request: Request): Promise<string> {
  const reader = request.body?.getReader();
  if (!reader) return "";
  const chunks: Uint8Array[] = [];
  let bytes = 0;
  for (;;) {
    const { done, value } = await reader.read();
    if (done) break;
    bytes += value.byteLength;
    if (bytes > bytesMax) {
      await reader.cancel();
      throw invalid("The body is larger than one megabyte.");
    }
    chunks.push(value);
  }
  return Buffer.concat(chunks).toString("utf8");
}
