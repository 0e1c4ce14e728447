import "server-only";
import { toHttp } from "./to-http";

/**
 * A stream of JSON Lines out of a generator. The first item is waited for, so that what is refused at once is an ordinary error;
 * what fails later is the last line, `{"error": …}`. When the reader goes away the generator's signal says so.
 */
export async function ndjson(
  produce: (signal: AbortSignal) => AsyncGenerator<object>,
  requestId: string,
): Promise<Response> {
  const gone = new AbortController();
  const items = produce(gone.signal);
  const first = await items.next();
  const encoder = new TextEncoder();
  const line = (item: unknown) => encoder.encode(`${JSON.stringify(item)}\n`);
  const body = new ReadableStream<Uint8Array>({
    start(controller) {
      if (first.done) controller.close();
      else controller.enqueue(line(first.value));
    },
    async pull(controller) {
      try {
        const next = await items.next();
        if (next.done) controller.close();
        else controller.enqueue(line(next.value));
      } catch (error) {
        controller.enqueue(line(await toHttp(error, requestId).json()));
        controller.close();
      }
    },
    async cancel() {
      gone.abort();
      await items.return(undefined);
    },
  });
  return new Response(body, { headers: { "content-type": "application/x-ndjson; charset=utf-8" } });
}
