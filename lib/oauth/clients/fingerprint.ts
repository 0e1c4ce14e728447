import "server-only";
import { createHash } from "node:crypto";
import { canonicalJson } from "@/lib/kernel/canonical-json";
import type { ClientMetadata } from "./client-metadata";
import { toLoopback } from "./redirect-uri";

/**
 * What makes two registrations the same client: everything that counts but the version, with loopback ports left out, which
 * native clients choose anew each time. Null for clients with a credential of their own, of which each is itself.
 */
export function fingerprintOf({ software_version: _, ...metadata }: ClientMetadata): Uint8Array<ArrayBuffer> | null {
  if (metadata.token_endpoint_auth_method !== "none") return null;
  const redirects = metadata.redirect_uris.map((uri) => toLoopback(uri) ?? uri);
  const same = { ...metadata, redirect_uris: [...new Set(redirects)].sort() };
  return new Uint8Array(createHash("sha256").update(canonicalJson(same)).digest());
}
