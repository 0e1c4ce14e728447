import { expect, test } from "@playwright/test";
import { toResponse } from "./web-front";

/** A body as a call's: what is to be done at its end is in it. */
function call() {
  const done: string[] = [];
  async function* body(): AsyncGenerator<string> {
    try {
      done.push("begun");
      yield "data: 1\n\n";
      yield "data: 2\n\n";
    } finally {
      done.push("ended");
    }
  }
  return { done, reply: { status: 200, headers: { "content-type": "text/event-stream" }, body: body() } };
}

test("a streamed body is sent whole, behind a comment that opens it, and ends once", async () => {
  const { done, reply } = call();
  const response = toResponse(reply, new AbortController().signal);
  expect(await response.text()).toBe(": open\n\ndata: 1\n\ndata: 2\n\n");
  expect(done).toEqual(["begun", "ended"]);
});

test("a reader that leaves before the first piece, or was gone before, ends the call all the same", async () => {
  for (const when of ["before", "cancelled", "aborted"] as const) {
    const { done, reply } = call();
    const client = new AbortController();
    if (when === "before") client.abort();
    const response = toResponse(reply, client.signal);
    if (when === "cancelled") await response.body?.cancel();
    if (when === "aborted") client.abort();
    await expect.poll(() => done, when).toEqual(["begun", "ended"]);
  }
});
