import "server-only";
import type { Principal } from "@/lib/registry/load-principal";
import type { McpReply, McpRequest } from "./exchange";
import { readEvents, readJsonRpc, toSse } from "./internal/read-answer";
import type { UpstreamResponse } from "./internal/upstream-failure";
import { type CallRequest, isObject, type RawMessage } from "./message";
import { eventStreamHeaders } from "./respond";
import { type Refind, type Watch, watchVisible } from "./watch";

const listChanged: RawMessage = { jsonrpc: "2.0", method: "notifications/tools/list_changed" };

/** A comment now and then keeps proxies from closing a stream on which nothing happens. */
const keepAliveMs = 25_000;

/** Streams that one instance may hold open at this process. A client has one, or a few while it reconnects. */
const streamsMax = 16;
const open = new Map<string, number>();

/** Whether this instance may open another stream here. */
export const mayOpenStream = ({ instance }: Principal): boolean => (open.get(instance.id) ?? 0) < streamsMax;

function watchAsOne(principal: Principal, refind: Refind): Watch {
  const { id } = principal.instance;
  open.set(id, (open.get(id) ?? 0) + 1);
  const watch = watchVisible(principal, refind);
  const openedAt = performance.now();
  let closed = false;
  return {
    next: watch.next,
    close() {
      watch.close();
      if (closed) return;
      closed = true;
      refind.closed(performance.now() - openedAt);
      const left = (open.get(id) ?? 1) - 1;
      if (left === 0) open.delete(id);
      else open.set(id, left);
    },
  };
}

/**
 * The legacy era's standing stream (MCP 2025-11-25, basic/transports, "Listening for Messages from the Server"): what the
 * upstream announces on its own, where it has one, and what changes here.
 */
export function legacyStream(
  request: McpRequest,
  principal: Principal,
  refind: Refind,
  upstream: UpstreamResponse | undefined,
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
      const events = upstream && readEvents(upstream, () => {})[Symbol.asyncIterator]();
      for await (const what of merge(watch, events)) {
        if (what === "changed") yield toSse(listChanged);
        else if (what === "quiet") yield ": still here\n\n";
        else if (what.data !== "") {
          const message = readJsonRpc(what.data);
          // Results of calls pass where their intent is open, never here.
          if (!("result" in message || "error" in message)) yield toSse(message);
        }
      }
    } catch {
      // The upstream ended the stream, or we did: either way it is over, and the client opens a new one if it wants to.
    } finally {
      watch.close();
      upstream?.body.on("error", () => {});
      upstream?.body.destroy();
    }
  }
}

/**
 * `subscriptions/listen` of 2026-07-28: an answer that stays open. It acknowledges what it will announce, and every message
 * carries the id of the request. What is announced is what changes here; kinds of change that cannot happen are not acknowledged.
 */
export function subscription(
  request: McpRequest,
  principal: Principal,
  message: CallRequest,
  refind: Refind,
): McpReply {
  const wanted = message.params?.["notifications"];
  const tools = isObject(wanted) && wanted["toolsListChanged"] === true;
  const _meta = { "io.modelcontextprotocol/subscriptionId": message.id };
  const stamped = (method: string, params: RawMessage = {}): string =>
    toSse({ jsonrpc: "2.0", method, params: { ...params, _meta } });
  return { status: 200, headers: eventStreamHeaders(), body: produce() };

  async function* produce(): AsyncGenerator<string> {
    const watch = watchAsOne(principal, refind);
    request.signal.addEventListener("abort", watch.close, { once: true });
    try {
      yield stamped("notifications/subscriptions/acknowledged", {
        notifications: tools ? { toolsListChanged: true } : {},
      });
      for await (const what of merge(watch, undefined)) {
        if (what === "quiet") yield ": still here\n\n";
        else if (what === "changed" && tools) yield stamped("notifications/tools/list_changed");
      }
      yield toSse({ jsonrpc: "2.0", id: message.id, result: { resultType: "complete", _meta } });
    } finally {
      watch.close();
    }
  }
}

type UpstreamEvent = { data: string };

/** What happens next on either side, until the watch says that the principal may not be here any more, or the upstream ends. */
async function* merge(
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
