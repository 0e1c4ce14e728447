import type { Readable } from "node:stream";

/**
 * All bytes of a stream in one piece, for a stream that is known to be small: nothing of it is counted. It costs a fraction of what
 * going through the pieces with `for await` does, and every call reads two bodies. Rejects where the stream breaks before its end.
 */
export function collect(stream: Readable): Promise<Uint8Array> {
  return new Promise((resolve, reject) => {
    const parts: Uint8Array[] = [];
    if (stream.destroyed) return reject(stream.errored ?? new Error("The stream was closed before it was read."));
    stream.on("data", (part: Uint8Array) => parts.push(part));
    stream.once("end", () => {
      const [only] = parts;
      resolve(parts.length === 1 && only ? only : Buffer.concat(parts));
    });
    stream.once("error", reject);
    // Too late to say anything where the end or an error came first.
    stream.once("close", () => reject(new Error("The stream was closed before its end.")));
  });
}

/** Whether a message announces a body of at most so many bytes. HTTP parsers hold senders to what they announce. */
export function announcesAtMost(headers: Readonly<Record<string, unknown>>, bytes: number): boolean {
  const length = headers["content-length"];
  return typeof length === "string" && /^\d{1,15}$/.test(length) && Number(length) <= bytes;
}
