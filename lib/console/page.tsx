import "server-only";
import type { ServerResponse } from "node:http";
import { headers } from "next/headers";
import { notFound, redirect, unstable_rethrow } from "next/navigation";
import type { ReactNode } from "react";
import { NothingHere } from "@/components/shell/nothing-here";
import { env } from "@/lib/kernel/env";
import { isHouseError } from "@/lib/kernel/errors";
import { newId } from "@/lib/kernel/ids";
import { paths } from "@/lib/kernel/paths";
import { describeError, log } from "./log";

type Params = Record<string, string | string[] | undefined>;
type Props = { params: Promise<Params> };

declare global {
  /** Of `server.mjs`: the answer to the document whose request carries this number; undefined where Next's own scripts ask. */
  var countersignDocument: ((number: string) => ServerResponse | undefined) | undefined;
}

/**
 * Wraps a page: its path parameters arrive decoded (`human|alice`, not `human%7Calice`), what it could not find or may not
 * show is said in words under the status 404, and what failed goes to the error boundary under an id that the log has too.
 */
export function page<P extends Props>(render: (props: P) => Promise<ReactNode>): (props: P) => Promise<ReactNode> {
  return async function Page(props: P) {
    try {
      return await render({ ...props, params: props.params.then(decoded) });
    } catch (error) {
      if (isMissing(error)) return await nothingHere();
      unstable_rethrow(error);
      return leave(error);
    }
  };
}

/** Set by `server.mjs` in every request, whatever its client said. */
const documentHeader = "x-countersign-document";

/** What `notFound()` of Next throws, and the errors of the house that look the same to whoever asks. */
const isMissing = (error: unknown): boolean =>
  isHouseError(error)
    ? error.code === "forbidden" || error.code === "not_found"
    : error instanceof Error && Reflect.get(error, "digest") === "NEXT_HTTP_ERROR_FALLBACK;404";

/**
 * Next answers `notFound()` with an empty page that its scripts fill in. Where our own server stands before it, the words are
 * part of the answer; elsewhere (`next dev`) it is as Next has it.
 */
async function nothingHere(): Promise<ReactNode> {
  if (globalThis.countersignDocument === undefined) return notFound();
  const answer = globalThis.countersignDocument((await headers()).get(documentHeader) ?? "");
  if (answer && !answer.headersSent) answer.statusCode = 404;
  return <NothingHere />;
}

/** How each other error ends a page. */
function leave(error: unknown): never {
  if (isHouseError(error)) {
    switch (error.code) {
      case "unauthenticated":
        return redirect(paths.signIn());
      case "forbidden":
      case "not_found":
      case "conflict":
      case "invalid":
      case "limit":
      case "upstream":
      case "internal":
        break;
    }
  }
  const requestId = newId("request");
  log("error", "A page failed.", { requestId, ...describeError(error) });
  // Next hands the digest, and nothing else of an error, to the boundary in the browser. It also prints the whole error
  // by itself: the cause, which may quote anything, goes along to whoever develops only.
  const cause = env().NODE_ENV === "development" ? { cause: error } : {};
  throw Object.assign(new Error("A page failed.", cause), { digest: requestId });
}

function decoded(params: Params): Params {
  return Object.fromEntries(Object.entries(params).map(([name, value]) => [name, decode(value)]));
}

function decode<T extends string | string[] | undefined>(value: T): T;
function decode(value: string | string[] | undefined): string | string[] | undefined {
  if (value === undefined) return undefined;
  if (Array.isArray(value)) return value.map((one) => decode(one));
  try {
    return decodeURIComponent(value);
  } catch {
    // Not an encoding at all: then it names nothing.
    return notFound();
  }
}
