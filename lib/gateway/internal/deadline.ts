import "server-only";
import { env } from "@/lib/kernel/env";
import type { RawMessage } from "../message";
import type { Call } from "./forward-call";
import { trackCall } from "./in-flight";
import { UpstreamFailure } from "./upstream-failure";

/** Whether the upstream asks the client for something that a human answers or agrees to (2025-11-25 client/elicitation, client/sampling). */
const asksClient = ({ id, method }: RawMessage): boolean =>
  id !== undefined && (method === "elicitation/create" || method === "sampling/createMessage");

/** How long a call takes at most, whatever signs of life there are and whoever is asked (2025-11-25 basic/lifecycle, "Timeouts"). */
export const wholeSecondsMax = 4 * 3_600;

/** Ends a call that stays silent or takes altogether for too long, that the client cancels, or whose client goes away. */
export class Deadline {
  readonly #controller = new AbortController();
  readonly #untrack: () => void;
  #timer: NodeJS.Timeout | undefined;
  readonly #whole: NodeJS.Timeout;
  readonly #onClient = () => this.#abort("cancelled", "The client went away before the call had ended.");
  readonly #client: AbortSignal;
  readonly #seconds: number;
  #standsStill = false;

  constructor(call: Call) {
    this.#seconds = call.timeoutSeconds ?? env().UPSTREAM_TIMEOUT_SECONDS;
    this.#client = call.request.signal;
    this.#client.addEventListener("abort", this.#onClient, { once: true });
    this.#untrack = trackCall(call.principal.instance.id, call.request.headers["mcp-session-id"], call.message.id, () =>
      this.#abort("cancelled", "The client cancelled the call."),
    );
    this.#whole = setTimeout(
      () => this.#abort("upstream_timeout", `The server had not answered after ${wholeSecondsMax / 3_600} hours.`),
      wholeSecondsMax * 1000,
    );
    this.renew();
    if (this.#client.aborted) this.#onClient();
  }

  get signal(): AbortSignal {
    return this.#controller.signal;
  }

  /** The upstream showed a sign of life. */
  renew(): void {
    if (this.#standsStill || this.#seconds === Number.POSITIVE_INFINITY) return;
    clearTimeout(this.#timer);
    const seconds = this.#seconds;
    this.#timer = setTimeout(
      () =>
        this.#abort("upstream_timeout", `The server did not answer for ${seconds} second${seconds === 1 ? "" : "s"}.`),
      seconds * 1000,
    );
  }

  /** A message of the upstream. While it waits for the client's human, the clock stands still until its next message. */
  heard(message: RawMessage): void {
    this.#standsStill = asksClient(message);
    if (this.#standsStill) clearTimeout(this.#timer);
    else this.renew();
  }

  clear(): void {
    clearTimeout(this.#timer);
    clearTimeout(this.#whole);
    this.#client.removeEventListener("abort", this.#onClient);
    this.#untrack();
  }

  #abort(type: "cancelled" | "upstream_timeout", message: string): void {
    this.#controller.abort(new UpstreamFailure(type, message));
  }
}
