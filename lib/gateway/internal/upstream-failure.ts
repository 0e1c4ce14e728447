import type { Dispatcher } from "undici";

/** An answer of an upstream before its body was read. */
export type UpstreamResponse = Dispatcher.ResponseData;

/** Why an upstream gave no usable answer; `type` is what the event's `error.type` says. */
export class UpstreamFailure extends Error {
  override readonly name = "UpstreamFailure";
  readonly type: UpstreamFailureType;
  /** Where a human can put it right. */
  readonly link: string | undefined;
  constructor(type: UpstreamFailureType, message: string, cause?: unknown, link?: string) {
    super(message, { cause });
    this.type = type;
    this.link = link;
  }
}

/** A human's credential could not be renewed for now. That is the issuer's failure, and says nothing of the server. */
export class IssuerAway extends UpstreamFailure {}

export type UpstreamFailureType =
  | "upstream_unreachable"
  | "upstream_timeout"
  | "upstream_protocol"
  | "upstream_redirect"
  | "upstream_too_large"
  | "upstream_session_expired"
  | "upstream_unauthorized"
  | "needs_connection"
  | "needs_reauth"
  | "upstream_forbidden"
  | "upstream_4xx"
  | "upstream_5xx"
  | "upstream_unavailable"
  | "cancelled";
