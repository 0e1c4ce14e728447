/** Where a client wants its answers: its own web page, a program on the human's machine, or an app behind a scheme. */
export type RedirectUri = {
  kind: "web" | "loopback" | "app";
  /** What an admission list names it by: a host, `localhost` for any loopback address, or the scheme with its colon. */
  place: string;
};

/** Schemes that run or read something where they are opened instead of handing it to an app. */
const dangerous = new Set(
  "about blob chrome content data file filesystem ftp intent javascript jar mailto ms-settings res resource sms ssh tel vbscript view-source ws wss".split(
    " ",
  ),
);
const loopbackHosts = new Set(["localhost", "127.0.0.1", "[::1]"]);
const lengthMax = 2_000;

/**
 * Judges a redirect URI at its registration; a sentence says why it is refused. https anywhere, http only to this machine
 * itself (RFC 8252 §7.3), private-use schemes of apps (§7.1; Cursor's has no dot in it).
 */
export function judgeRedirectUri(uri: string): RedirectUri | { refused: string } {
  if (uri.length > lengthMax) return { refused: `longer than ${lengthMax} characters` };
  // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is looked for
  if (/[\u0000-\u0020\u007f-\uffff\\^`{|}<>"]/.test(uri)) return { refused: "holds characters that belong in no URI" };
  if (uri.includes("#")) return { refused: "has a fragment" };
  const scheme = /^([a-z][a-z0-9+.-]*):/i.exec(uri)?.[1]?.toLowerCase();
  if (scheme === undefined || !URL.canParse(uri)) return { refused: "is no absolute URI" };
  const url = new URL(uri);
  if (url.username !== "" || url.password !== "") return { refused: "holds a user name" };
  if (scheme === "https" || scheme === "http") {
    if (!/^:\/\/[^/?]/.test(uri.slice(scheme.length))) return { refused: "is no absolute URI" };
    const loopback = loopbackHosts.has(url.hostname);
    if (scheme === "http" && !loopback) return { refused: "is http to another machine than the human's own" };
    return loopback ? { kind: "loopback", place: "localhost" } : { kind: "web", place: url.host };
  }
  if (dangerous.has(scheme)) return { refused: `has the scheme ${scheme}:` };
  return { kind: "app", place: `${scheme}:` };
}

/**
 * Whether an authorization request may be answered at `uri`: it is one of the registered ones to the byte, or http to the same
 * loopback address with another port (RFC 8252 §7.3), which native clients choose anew each time.
 */
export function isRegistered(registered: readonly string[], uri: string): boolean {
  if (registered.includes(uri)) return true;
  const asked = toLoopback(uri);
  return asked !== undefined && registered.some((one) => toLoopback(one) === asked);
}

/** What of a loopback URI has to agree: everything but the port. Undefined for any other. */
export function toLoopback(uri: string): string | undefined {
  const judged = judgeRedirectUri(uri);
  if ("refused" in judged || judged.kind !== "loopback") return undefined;
  const url = new URL(uri);
  return url.protocol === "http:" ? `http://${url.hostname}${url.pathname}${url.search}` : undefined;
}

/** Whether a place is among those that an administrator admits; nothing named admits everything. */
export function isAdmitted(admitted: readonly string[], place: string): boolean {
  if (admitted.length === 0 || admitted.includes(place)) return true;
  const host = place.replace(/:\d+$/, "");
  return admitted.some((one) => one === host || (one.startsWith("*.") && host.endsWith(one.slice(1))));
}
