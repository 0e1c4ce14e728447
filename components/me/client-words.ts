import type { InstanceView } from "@/lib/registry/instances/instance-view";

/** Through what an agent came, in a few words: what the client calls itself, and where it is. */
export function toClientWords({
  oauthClient,
  clientName,
  clientVersion,
}: Pick<InstanceView, "oauthClient" | "clientName" | "clientVersion">): string {
  const said = [clientName ?? oauthClient?.name, clientName === null ? null : clientVersion].filter(Boolean).join(" ");
  const name = said === "" ? "A client" : said;
  if (oauthClient === null) return `${name}, by a token that an administrator made`;
  if (oauthClient.host === null) return `${name}, a program on your computer`;
  const vouched = { cimd: "", dcr: ", which vouches for itself", manual: ", registered by an administrator" };
  return `${name} at ${oauthClient.host}${vouched[oauthClient.kind]}`;
}

/** Who has suspended it, as its human reads it; undefined where nobody has. */
export function toPauseWords({ suspendedBy }: Pick<InstanceView, "suspendedBy">): string | undefined {
  switch (suspendedBy) {
    case "human":
      return "You have paused it. Nothing of it is let through.";
    case "admin":
      return "An administrator has suspended it. Only they can resume it.";
    case "both":
      return "You have paused it, and an administrator has suspended it.";
    default:
      return undefined;
  }
}
