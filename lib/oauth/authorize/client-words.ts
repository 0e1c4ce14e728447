import { z } from "zod";

/** Who asks, as far as it can be said. */
export type ClientWords = {
  name: string;
  clientId: string;
  /**
   * How far the name can be trusted. `document`: the client is known by a document at `host`, whose owner says so (Client ID Metadata
   * Document); `admin`: an admin registered it; `none`: it registered itself and could call itself anything.
   */
  vouched: { by: "document"; host: string } | { by: "admin" } | { by: "none" };
  /** Where the answer goes. `loopback`: a program on this very computer, any one of them; `app`: a program, by a scheme of its own. */
  redirect: { kind: "web" | "loopback" | "app"; host: string };
};

/** A name as it may be shown: without characters that cannot be seen or that turn the direction of the text. */
const Named = z.looseObject({
  client_name: z
    .string()
    .transform((name) =>
      name
        .replace(/[\p{C}\p{Zl}\p{Zp}]/gu, "")
        .trim()
        .slice(0, 120),
    )
    .refine((name) => name !== ""),
});

const loopback = /^(localhost|127(\.\d{1,3}){3}|\[::1\])$/;

/** What a person is told of a client and of where the answer goes (MCP 2026-07-28, security best practices: consent). */
export function toClientWords(
  client: { clientId: string; kind: "cimd" | "dcr" | "manual"; metadata: unknown; agent: { name: string } },
  redirectUri: string,
): ClientWords {
  const named = Named.safeParse(client.metadata);
  return {
    name: named.success ? named.data.client_name : client.agent.name,
    clientId: client.clientId,
    vouched: vouchedOf(client),
    redirect: redirectOf(redirectUri),
  };
}

function vouchedOf({ kind, clientId }: { kind: "cimd" | "dcr" | "manual"; clientId: string }): ClientWords["vouched"] {
  if (kind === "manual") return { by: "admin" };
  return kind === "cimd" && URL.canParse(clientId) ? { by: "document", host: new URL(clientId).host } : { by: "none" };
}

function redirectOf(uri: string): ClientWords["redirect"] {
  const { protocol, host, hostname } = new URL(uri);
  if (protocol !== "https:" && protocol !== "http:") return { kind: "app", host: protocol.slice(0, -1) };
  return { kind: loopback.test(hostname) ? "loopback" : "web", host };
}
