import "server-only";
import type { Principal } from "@/lib/registry/load-principal";
import { promptStandIn, resourceStandIn } from "@/lib/registry/servers/stand-ins";
import type { McpReply, McpRequest } from "./exchange";
import { readJsonRpc, toSse } from "./internal/read-answer";
import { refuserOf } from "./internal/refuse-back";
import { sessionOf } from "./internal/upstream-session";
import type { RawMessage } from "./message";
import { eventStreamHeaders } from "./respond";
import { isOwnTask, isTaskStatus } from "./tasks/own-tasks";
import { type Refind, type Watch, watchVisible } from "./watch";

const listChanged: RawMessage = { jsonrpc: "2.0", method: "notifications/tools/list_changed" };

/** A comment now and then keeps proxies from closing a stream on which nothing happens. */
const keepAliveMs = 25_000;

/** Streams that one instance may hold open at this process. A client has one, or a few while it reconnects. */
const streamsMax = 16;
const open = new Map<string, number>();

const watches = new Set<Watch>();
let isLeaving = false;

/** Ends all streams of this process, and those that are still to come as soon as they are open: it is about to leave. */
export function endStreams(): void {
  isLeaving = true;
  for (const watch of watches) watch.close();
}

/** Whether this instance may open another stream here. */
export const mayOpenStream = ({ instance }: Principal): boolean => (open.get(instance.id) ?? 0) < streamsMax;

/** A watch over the principal that counts as one of its streams. */
export function watchAsOne(principal: Principal, refind: Refind): Watch {
  const { id } = principal.instance;
  open.set(id, (open.get(id) ?? 0) + 1);
  const watch = watchVisible(principal, refind);
  const openedAt = performance.now();
  let closed = false;
  const counted: Watch = {
    next: watch.next,
    sees: watch.sees,
    close() {
      watch.close();
      if (closed) return;
      closed = true;
      watches.delete(counted);
      refind.closed(performance.now() - openedAt);
      const left = (open.get(id) ?? 1) - 1;
      if (left === 0) open.delete(id);
      else open.set(id, left);
    },
  };
  watches.add(counted);
  if (isLeaving) counted.close();
  return counted;
}

/**
 * The legacy era's standing stream (MCP 2025-11-25, basic/transports, "Listening for Messages from the Server"): what the
 * upstream announces on its own, where it has one, and what changes here. `abort` ends `events`, and this with them.
 */
export function legacyStream(
  request: McpRequest,
  principal: Principal,
  refind: Refind,
  events: AsyncIterableIterator<UpstreamEvent> | undefined,
  abort: AbortController,
): McpReply {
  request.signal.addEventListener("abort", () => abort.abort(), { once: true });
  return { status: 200, headers: eventStreamHeaders(), body: produce() };

  async function* produce(): AsyncGenerator<string> {
    const watch = watchAsOne(principal, refind);
    abort.signal.addEventListener("abort", watch.close, { once: true });
    try {
      // At once, so that whoever waits for the stream to open sees it open.
      yield ": open\n\n";
      const session = sessionOf(request, principal);
      const on = { era: { name: "legacy" }, session, signal: abort.signal, canAnswer: true } as const;
      const isRefused = refuserOf(request, principal, on);
      for await (const what of merge(watch, events)) {
        if (what === "changed") yield toSse(listChanged);
        else if (what === "quiet") yield ": still here\n\n";
        else if (what.data !== "") {
          const message = readJsonRpc(what.data);
          if (isRefused(message)) continue;
          // Results of calls pass where their intent is open, never here.
          if ("result" in message || "error" in message || !(await mayHear(watch, message))) continue;
          if (!isTaskStatus(message) || (await isOwnTask(principal, message))) yield toSse(message);
        }
      }
    } catch {
      // The upstream ended the stream, or we did: either way it is over, and the client opens a new one if it wants to.
    } finally {
      watch.close();
      // Whoever waits for the server is let go.
      abort.abort();
    }
  }
}

export type UpstreamEvent = { data: string };

/** What happens next on either side, until the watch says that the principal may not be here any more, or the upstream ends. */
export async function* merge(
  watch: Watch,
  events: AsyncIterator<UpstreamEvent> | undefined,
): AsyncGenerator<UpstreamEvent | "changed" | "quiet"> {
  let own = watch.next();
  let theirs = events?.next();
  let timer: NodeJS.Timeout | undefined;
  try {
    for (;;) {
      const quiet = new Promise<"quiet">((resolve) => {
        timer = setTimeout(() => resolve("quiet"), keepAliveMs);
        timer.unref();
      });
      const first = await Promise.race([own, quiet, ...(theirs ? [theirs] : [])]);
      clearTimeout(timer);
      if (first === "gone") return;
      if (first === "quiet") yield first;
      else if (first === "changed") {
        own = watch.next();
        yield first;
      } else {
        if (first.done) return;
        theirs = events?.next();
        yield first.value;
      }
    }
  } finally {
    clearTimeout(timer);
    // Nobody waits for it any more; its end is not an error.
    theirs?.catch(() => {});
  }
}

/** Which of a server's announcements are about something that has to be visible for them. */
const aboutWhat: Readonly<Record<string, string>> = {
  "notifications/prompts/list_changed": promptStandIn,
  "notifications/resources/list_changed": resourceStandIn,
  "notifications/resources/updated": resourceStandIn,
};

/** Whether the principal may hear what the server announces: nothing of prompts or resources that it may not use. */
export async function mayHear(watch: Watch, { method }: RawMessage): Promise<boolean> {
  const about = typeof method === "string" && Object.hasOwn(aboutWhat, method) ? aboutWhat[method] : undefined;
  return about === undefined || watch.sees(about);
}
