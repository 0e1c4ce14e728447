/** What a `WWW-Authenticate: Bearer` challenge says (RFC 6750 §3, RFC 9728 §5.1), as far as it is used. */
export type Challenge = { resourceMetadata?: string; scopes: string[]; error?: string };

const parameter = /([A-Za-z0-9_-]+)\s*=\s*(?:"((?:[^"\\]|\\.){0,2000})"|([^\s",]{1,2000}))/g;

/** Reads the Bearer challenge of a header; undefined where there is none. Pure, bounded. */
export function readChallenge(header: string | null | undefined): Challenge | undefined {
  const text = (header ?? "").slice(0, 8_000);
  const at = /(?:^|[\s,])bearer(?=\s|$|,)/i.exec(text);
  if (!at) return undefined;
  const found = new Map<string, string>();
  for (const [, name = "", quoted, plain] of text.slice(at.index).matchAll(parameter)) {
    const key = name.toLowerCase();
    // The first counts: what follows may belong to another scheme.
    if (!found.has(key)) found.set(key, quoted?.replace(/\\(.)/g, "$1") ?? plain ?? "");
  }
  const resourceMetadata = found.get("resource_metadata");
  const error = found.get("error");
  return {
    scopes: toScopes(found.get("scope")),
    ...(resourceMetadata === undefined ? {} : { resourceMetadata }),
    ...(error === undefined ? {} : { error }),
  };
}

const scopesMax = 50;

/** The scope tokens of a space-separated list (RFC 6749 §3.3), each once; at most 50 of at most 200 characters. */
export const toScopes = (text: string | undefined): string[] =>
  unionOf((text ?? "").split(" ").filter((scope) => /^[\x21\x23-\x5b\x5d-\x7e]{1,200}$/.test(scope)));

/** Several lists of scopes as one, each scope once, in the order given; at most 50. */
export const unionOf = (...lists: readonly (readonly string[])[]): string[] =>
  [...new Set(lists.flat())].slice(0, scopesMax);
