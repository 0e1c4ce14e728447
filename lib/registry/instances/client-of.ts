import { z } from "zod";
import type { OAuthClient } from "@/lib/db/rows";

/** The OAuth client that an instance came through, as people are told of it. */
export type ClientOf = {
  clientId: string;
  /** `cimd`: known by a document at `host`, whose owner says so; `dcr`: registered itself; `manual`: an admin registered it. */
  kind: "cimd" | "dcr" | "manual";
  name: string | null;
  /** Where it is: of its document, else of the first page that answers are sent to. Null: a program on the human's own computer. */
  host: string | null;
};

const Metadata = z.looseObject({
  client_name: z.string().optional().catch(undefined),
  redirect_uris: z.array(z.string()).catch([]).default([]),
});

const loopback = /^(localhost|127(\.\d{1,3}){3}|\[::1\])$/;

/** What is shown of an OAuth client. Its name is its own word for itself: never trusted, without characters that cannot be seen. */
export function toClientOf({
  clientId,
  kind,
  metadata,
}: Pick<OAuthClient, "clientId" | "kind" | "metadata">): ClientOf {
  const read = Metadata.safeParse(metadata);
  const { client_name, redirect_uris } = read.success ? read.data : { client_name: undefined, redirect_uris: [] };
  const name = client_name
    ?.replace(/[\p{C}\p{Zl}\p{Zp}]/gu, "")
    .trim()
    .slice(0, 120);
  const host = kind === "cimd" ? hostOf(clientId) : redirect_uris.map(hostOf).find((each) => each !== null);
  return { clientId, kind, name: name || null, host: host ?? null };
}

function hostOf(address: string): string | null {
  if (!URL.canParse(address)) return null;
  const { protocol, host, hostname } = new URL(address);
  return protocol === "https:" && !loopback.test(hostname) ? host : null;
}
