import { conditionLimits } from "./condition";
import { ERROR, type Outcome, toOutcome } from "./outcome";

/*
 * Tests of a present string. What could be read in two ways (a path that climbs, an address with two @) is an error: it
 * counts against the caller whichever way the policy points.
 */

/** In front of and within a path: a NUL, a backslash, or an encoded dot, slash, backslash or NUL. */
const disguised = /[\0\\]|%(2e|2f|5c|00)/i;
/** What a path must have to be disguised, or to be anything but plain: almost none has, and these two are quick. */
const remarkable = /[\0\\%]/;
const unplain = /\/(?:[./]|$)/;

/** Whether a path is `base` or below it, segment by segment. */
export function underPath(base: string): (path: string) => Outcome {
  const top = base.length > 1 && base.endsWith("/") ? base.slice(0, -1) : base;
  const inside = top === "/" ? "/" : `${top}/`;
  return (path) => {
    if (!path.startsWith("/") || (remarkable.test(path) && disguised.test(path))) return ERROR;
    if (!unplain.test(path)) return toOutcome(path === top || path.startsWith(inside));
    const segments = path.split("/").filter((segment) => segment !== "");
    if (segments.some((segment) => segment === "." || segment === "..")) return ERROR;
    const plain = `/${segments.join("/")}`;
    return toOutcome(plain === top || plain.startsWith(inside));
  };
}

const email = /^[^\s@<>(),;:"\\[\]]{1,64}@([A-Za-z0-9](?:[A-Za-z0-9-]{0,62})(?:\.[A-Za-z0-9](?:[A-Za-z0-9-]{0,62}))*)$/;

/** Whether an e-mail address is one address, in one of the domains. */
export function emailDomainIn(domains: readonly string[]): (address: string) => Outcome {
  const wanted = new Set(domains.map((domain) => domain.toLowerCase()));
  return (address) => {
    // RFC 5321 §4.5.3.1: an address is no longer than this.
    const domain = address.length > 320 ? undefined : email.exec(address)?.[1];
    return domain === undefined ? ERROR : toOutcome(wanted.has(domain.toLowerCase()));
  };
}

/** Whether a URL is http(s), without user name, on one of the hosts. */
export function urlHostIn(hosts: readonly string[]): (url: string) => Outcome {
  const exact = new Set<string>();
  const below: string[] = [];
  for (const host of hosts)
    if (host.startsWith("*.")) below.push(host.slice(1).toLowerCase());
    else exact.add(host.toLowerCase());
  return (text) => {
    if (text.length > 8_192 || /[\s\\]/.test(text) || !URL.canParse(text)) return ERROR;
    const url = new URL(text);
    if ((url.protocol !== "https:" && url.protocol !== "http:") || url.username !== "" || url.password !== "")
      return ERROR;
    const host = url.hostname.endsWith(".") ? url.hostname.slice(0, -1) : url.hostname;
    return toOutcome(exact.has(host) || below.some((suffix) => host.endsWith(suffix)));
  };
}

/** The same text whichever way its accents were composed. Almost every text is ASCII already. */
export const nfc = (text: string): string => (isAscii(text) ? text : text.normalize("NFC"));

function isAscii(text: string): boolean {
  for (let i = 0; i < text.length; i += 1) if (text.charCodeAt(i) > 127) return false;
  return true;
}

/** Wraps a test of a string so that one too long to be read is an error. */
export const bounded =
  (test: (text: string) => Outcome): ((text: string) => Outcome) =>
  (text) =>
    text.length > conditionLimits.charactersMax ? ERROR : test(text);
