import type { ReasonCode } from "@/lib/policy/decision";

/** A reason code: what it is called in a list, what it means, and what to do about it. */
export type Reason = { label: string; meaning: string; todo: string };

/** Why a call was decided as it was: `reason.code` of tool calls. A new code does not compile until it stands here. */
export const decisionReasons = {
  ALLOWED: {
    label: "Allowed",
    meaning: "Every step of the chain passed and an active policy allowed the call.",
    todo: "Nothing. The event names the policy that allowed it.",
  },
  TRUST_TOO_LOW: {
    label: "Trust too low",
    meaning:
      "The tool needs a higher level than the lower of the two: the human's ceiling on the server and the human's consent to this instance. The text reads No permission for '<tool>'.",
    todo: "Look at the trust step of the event: it says which of the two is too low. Raise the ceiling on the human's page, or let the human consent to more. If the tool is harmless, lower its level on the tool's page.",
  },
  NO_GRANT: {
    label: "No ceiling on the server",
    meaning:
      "The human may delegate nothing on this server: an access grant is missing. The text reads No permission for '<tool>'.",
    todo: "Set a ceiling for the human on this server, on the human's or the server's page.",
  },
  NO_CONSENT: {
    label: "No consent for the server",
    meaning: "The human has not let this instance use the server. The text reads No permission for '<tool>'.",
    todo: "Connect an instance of the agent anew with a consent for this server.",
  },
  CONSENT_EXPIRED: {
    label: "Consent expired",
    meaning: "The human's consent for this server had an end, and it has passed.",
    todo: "Connect an instance anew, with a later end or none.",
  },
  TOOL_EXCLUDED: {
    label: "Tool left out of the consent",
    meaning: "The human left this tool out when consenting, or took it out later.",
    todo: "If the human wants it, connect an instance anew without leaving the tool out.",
  },
  BLOCKED_BY_POLICY: {
    label: "Blocked by a policy",
    meaning:
      "A policy that denies applied to the call. The event names it as it was then: id, name, description and version.",
    todo: "Open the policy from the event and read its condition with the values it looked at. The ways out on the event say what would have let the call through.",
  },
  BLOCKED_BY_POLICY_INDETERMINATE: {
    label: "Blocked: a condition could not be told",
    meaning:
      "A policy that denies looks at an argument that was missing or of another type. What cannot be told counts against the caller.",
    todo: "Send the argument in the type that the condition asks for, or let the policy say what a missing argument means.",
  },
  NO_MATCHING_POLICY: {
    label: "No policy allows it",
    meaning:
      "No active policy allows the call, and what nobody allows is denied. The event names the built-in policy Default deny.",
    todo: "Add an allow policy that covers the call, or widen one.",
  },
  USER_NOT_FOUND: {
    label: "Unknown agent",
    meaning:
      "The agent or its instance is not on record: connecting was not completed, or it was deleted. The text reads User not found.",
    todo: "Connect the agent again.",
  },
  HUMAN_NOT_FOUND: {
    label: "Unknown human",
    meaning: "The human under whose authority the agent acts is not on record. The text reads User not found.",
    todo: "Add the human, and connect the agent again for them.",
  },
  PRINCIPAL_SUSPENDED: {
    label: "Suspended",
    meaning: "The human, the agent or this instance is suspended. The text says which.",
    todo: "Resume it on its page, if it may go on.",
  },
  RESOURCE_NOT_FOUND: {
    label: "Unknown server",
    meaning: "The server in the address is not imported here. The text reads Resource not found.",
    todo: "Import the server, or correct the address in the client.",
  },
  RESOURCE_DISABLED: {
    label: "Server disabled",
    meaning: "The server is imported and switched off.",
    todo: "Switch it on on its page, if it may be used.",
  },
  TOOL_NOT_FOUND: {
    label: "Unknown tool",
    meaning:
      "The server offers no tool of this name, as far as it was last asked. The text reads No permission for '<tool>'.",
    todo: "Refresh the server's tools if the tool is new; else the agent made the name up.",
  },
  TOOL_DISABLED: {
    label: "Tool disabled",
    meaning: "An administrator switched this tool off.",
    todo: "Switch it on on the tool's page, if it may be used.",
  },
  TOOL_QUARANTINED: {
    label: "Tool quarantined",
    meaning: "The tool's definition has changed since it was last accepted, and nobody has looked at it yet.",
    todo: "Compare the definitions on the tool's page and accept the new one, or leave it closed.",
  },
  ARGUMENTS_INVALID: {
    label: "Arguments invalid",
    meaning: "The arguments do not fit the tool's input schema, or are no JSON object.",
    todo: "Nothing here: the agent is told what is wrong and can try again. If the schema itself is wrong, the server's page can stop enforcing it.",
  },
  ARGUMENTS_TOO_LARGE: {
    label: "Arguments too large",
    meaning: "The arguments are larger or deeper than a decision may look at.",
    todo: "Send less at once.",
  },
  ARGUMENTS_FORBIDDEN_KEY: {
    label: "Arguments with a forbidden key",
    meaning: "A key such as __proto__ was among the arguments. No honest call needs one.",
    todo: "Look at what the agent was doing: this is how attacks on programs look.",
  },
  ENGINE_ERROR: {
    label: "Decision failed",
    meaning: "The decision could not be made, so the call was denied.",
    todo: "Look at the findings of the policy that the event names, and at the log of the process.",
  },
  ENGINE_BUDGET: {
    label: "Decision too costly",
    meaning: "Evaluating the policies took more than one call may spend, so the call was denied.",
    todo: "Simplify the conditions that cover this tool, above all those over long lists.",
  },
} as const satisfies Record<ReasonCode, Reason>;

/** Why somebody was not let in, or a request went no further: `reason.code` of the other refusals. */
export const refusalReasons = {
  TOKEN_REFUSED: {
    label: "Token refused",
    meaning:
      "The token is unknown here, was revoked, has expired, or was made for another server. The text says which.",
    todo: "If an instance is named: connect it anew if it may go on. If it is an unknown client: many in a row from one address are somebody trying.",
  },
  GRANT_REFUSED: {
    label: "Grant refused",
    meaning:
      "A client asked the token endpoint for a token and got none: its code or refresh token is unknown, expired or of another client, or its secret is wrong. The text says which.",
    todo: "Where an instance is named and the client keeps trying, connect it anew. A wrong secret again and again is somebody trying.",
  },
  TOKEN_REUSED: {
    label: "Token used twice",
    meaning: "A code or refresh token came that had been exchanged before: somebody has a copy of it.",
    todo: "The instance was disconnected. Find out who presented it before the human connects again.",
  },
  MALFORMED_REQUEST: {
    label: "Malformed request",
    meaning:
      "The body is no JSON, a batch, no JSON-RPC message that can be judged as one thing, or a request of 2026-07-28 without the metadata of that revision.",
    todo: "Correct or update the client. A batch is refused because each call in it must be decided on its own.",
  },
  HEADER_MISMATCH: {
    label: "Headers and body disagree",
    meaning: "A header names another protocol revision, method or tool than the body.",
    todo: "An honest client never does this: look at what stands between the client and the gateway, or at the client.",
  },
  SESSION_REFUSED: {
    label: "Session of another",
    meaning: "The MCP session of the request was not opened by this instance on this server.",
    todo: "Once after a restart is normal. Repeated, somebody tries sessions that are not theirs.",
  },
  METHOD_NOT_OFFERED: {
    label: "Method not offered",
    meaning: "The method is none that the gateway passes on, because it has no decision of its own.",
    todo: "Nothing: the client was told that there is no such method.",
  },
  TASK_NOT_FOUND: {
    label: "Not its task",
    meaning:
      "A request named a task that this instance has not started at this server, or that is forgotten by now. The client was told the same as of an id that nobody has.",
    todo: "Once after a task's time is normal. Repeated, with other ids each time, somebody tries tasks that are not theirs.",
  },
  TOO_MANY_STREAMS: {
    label: "Too many streams",
    meaning: "The instance holds more streams open than one may.",
    todo: "Close some in the client, or start it again.",
  },
  STREAM_REVOKED: {
    label: "Stream revoked",
    meaning: "An open stream was ended, because the instance, its agent, its human or the server may not go on.",
    todo: "Nothing: it is what a suspension or a disconnection does to streams that are open.",
  },
  ORIGIN_REFUSED: {
    label: "Foreign web page",
    meaning: "The request came from a web page that is not the gateway's own, or by a name that is not its own.",
    todo: "Find out which page the browser had open: a page of somebody else's must not speak with your agent's token.",
  },
  BODY_REFUSED: {
    label: "Body refused",
    meaning: "The body was compressed or not of the type application/json.",
    todo: "Correct the client.",
  },
  invalid_api_key: {
    label: "API key refused",
    meaning: "A call of the HTTP API came with a key that is unknown, revoked, or of another environment.",
    todo: "Where the key is named, find out who still uses it. Where it is not, many in a row are somebody trying.",
  },
  wrong_password: {
    label: "Wrong password",
    meaning: "Somebody tried to sign in to the console as this member with another password.",
    todo: "Ask the member whether it was them.",
  },
  too_many_attempts: {
    label: "Too many attempts",
    meaning: "There were so many wrong passwords that further ones are not looked at for a while.",
    todo: "Ask the member whether it was them, and look at the address that it came from.",
  },
  email_not_verified: {
    label: "E-mail not verified",
    meaning: "The identity provider has not verified the e-mail of the login.",
    todo: "Let the person verify it there.",
  },
  login_of_another: {
    label: "Login of another",
    meaning: "The member's e-mail belongs to another login of the identity provider than the one that signed in first.",
    todo: "If the person got a new login there, remove the member and add them again; else somebody was given their e-mail.",
  },
} as const satisfies Record<string, Reason>;

/** Why an allowed call was not made all the same: `reason.code` of calls that a limit refused. */
export const limitReasons = {
  RATE_LIMITED: {
    label: "Too many calls in a time",
    meaning:
      "The policies allowed the call, but a limit of the environment lets so many calls through in a time, and they were used up. Nothing was sent. The text says which limit, and how long to wait.",
    todo: "Look at what the agent was doing: many refusals in a row are often a loop. If the work is meant, raise the limit in the settings.",
  },
  TOO_MANY_CALLS: {
    label: "Too many calls at once",
    meaning:
      "The policies allowed the call, but a limit of the environment lets so many calls run at once, and that many were under way. Nothing was sent.",
    todo: "If the tools are slow, give them less time or the limit more room; if the agent calls many at once on purpose, raise the limit.",
  },
} as const satisfies Record<string, Reason>;
export type LimitReasonCode = keyof typeof limitReasons;

/** Whether a limit refused the call, after everything that is decided by policies had allowed it. */
export const isLimited = (reason: { code: string } | null | undefined): boolean =>
  reason !== null && reason !== undefined && Object.hasOwn(limitReasons, reason.code);

/** What `error.type` says: how a call that was denied or failed did so. */
export const errorTypes = {
  blocked_by_policy:
    "Denied: trust, consent or a policy. The event references the policy, or the built-in one that stands for the gate.",
  unauthorized: "Denied: the agent or its human is not on record.",
  not_found: "Denied: no such server or tool.",
  disabled: "Denied: suspended, switched off or quarantined.",
  invalid_arguments: "Denied: the arguments are out of bounds or do not fit the tool's schema.",
  policy_error: "Denied: the decision itself failed.",
  rate_limited:
    "Denied: a limit of the environment was reached. Nothing was sent; the agent was told how long to wait.",
  tool_error: "The server ran the tool and the tool said that it failed.",
  upstream_error: "The server answered with a JSON-RPC error.",
  upstream_unreachable: "The server could not be reached.",
  upstream_timeout: "The server did not answer in time. The call may have had its effect.",
  upstream_unauthorized: "The server did not accept the credentials that the gateway has for it.",
  needs_connection:
    "The human has not connected their account at the server. The agent was given the link. Nothing was sent.",
  needs_reauth:
    "The human's connection to the server is dead or lacks scopes; they have to authorize it again. The agent was given the link.",
  upstream_session_expired: "The server no longer knew the session; the client has to connect again.",
  upstream_4xx: "The server refused the request.",
  upstream_5xx: "The server failed.",
  upstream_protocol: "The server's answer was not what the protocol says.",
  upstream_forbidden: "The server asked the client for something that an administrator has forbidden it.",
  upstream_redirect: "The server sent the gateway elsewhere, which it does not follow.",
  upstream_too_large: "The server's answer was larger than is allowed.",
  upstream_unavailable:
    "The server had failed again and again just before, so the call was not made. It is tried again by itself. Nothing was sent.",
  cancelled: "The client called it off or went away. The call may have had its effect.",
  outcome_unknown:
    "The gateway stopped between sending the call and hearing how it ended. The call may have had its effect.",
  audit_unavailable: "The call was refused because it could not be written down. Nothing was sent.",
} as const satisfies Record<string, string>;
