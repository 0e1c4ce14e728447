import "server-only";
import { randomBytes } from "node:crypto";
import { env, publicUrl } from "@/lib/kernel/env";

/**
 * The only style elements that are made by a script: those of the library behind toasts, which knows no nonce. Their content is
 * known, and so is its hash; such an element is empty first.
 */
export const toastStyles: readonly string[] = [
  "'sha256-StEaX+se6YS7pqjzrzMIA0KaX9zF/8zAhvQXZAe5epY='",
  "'sha256-47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU='",
];

/** Another 128 bits for each page: who cannot read the page cannot know it (CSP 3 §7.1). */
export const newNonce = (): string => randomBytes(16).toString("base64");

/**
 * What the browser may do on a page (Content Security Policy 3). Scripts run by the nonce of this very answer, and what they load
 * in turn (`'strict-dynamic'`); whatever else gets into the markup, inline or from our own host, does not run. A style may stand
 * on an element, because a bar's length is one; a style element needs the nonce. Forms stay here, redirects that answer them
 * included, except on the pages for connecting an account: they lead to the server's own place for that, and from there anywhere.
 */
export function pagePolicy(path: string, nonce: string): string {
  const develops = env().NODE_ENV === "development";
  const rules: Record<string, readonly string[]> = {
    "default-src": ["'none'"],
    "script-src": ["'self'", `'nonce-${nonce}'`, "'strict-dynamic'", ...(develops ? ["'unsafe-eval'"] : [])],
    "style-src": develops ? ["'self'", "'unsafe-inline'"] : ["'self'", `'nonce-${nonce}'`, ...toastStyles],
    "style-src-attr": ["'unsafe-inline'"],
    "img-src": ["'self'", "data:"],
    "font-src": ["'self'"],
    "connect-src": develops ? ["'self'", "ws:"] : ["'self'"],
    "base-uri": ["'none'"],
    ...(path.startsWith("/connect/") ? {} : { "form-action": ["'self'"] }),
    "frame-ancestors": ["'none'"],
  };
  return Object.entries(rules)
    .map(([rule, values]) => `${rule} ${values.join(" ")}`)
    .join("; ");
}

/** Once here by https, always by https (RFC 6797); undefined where people come by http, whose browsers must not learn that. */
export const transportPolicy = (): string | undefined =>
  publicUrl().startsWith("https://") ? "max-age=63072000" : undefined;
