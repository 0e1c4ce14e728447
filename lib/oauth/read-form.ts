import { oauthError } from "./oauth-error";

/** The parameters of a form that may be there once (RFC 6749 §3.2), and `resource`, which may be there more often. */
export type Form = { get: (name: string) => string | undefined; resources: string[] };

/** Reads the form of a token, or revocation request. An empty value counts as left out. Throws `invalid_request`. */
export function readForm(contentType: string | undefined, body: string): Form {
  if (!/^application\/x-www-form-urlencoded\s*(;|$)/i.test(contentType ?? ""))
    throw oauthError("invalid_request", "The content type has to be application/x-www-form-urlencoded.");
  const params = new URLSearchParams(body);
  for (const name of new Set(params.keys()))
    if (name !== "resource" && params.getAll(name).length > 1)
      throw oauthError("invalid_request", `${name.slice(0, 50)} is there more than once.`);
  return {
    get: (name) => {
      const value = params.get(name);
      return value === null || value === "" ? undefined : value;
    },
    resources: params.getAll("resource").filter((value) => value !== ""),
  };
}
