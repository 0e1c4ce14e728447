import "server-only";
import type { TenantClient, TenantTransaction } from "@/lib/db/tenant";
import { invalid, notFound } from "@/lib/kernel/errors";
import { getAgentRow } from "../agents/get-agent-row";
import { getHumanRow } from "../humans/find-human-row";
import { getInstanceRow } from "../instances/get-instance-row";
import { getServerRow } from "../servers/find-server-row";
import type { LimitKind } from "./limit-words";

/** The columns that name whom a limit is of. All null: every one of the kind. */
export type SubjectColumns = {
  serverId: string | null;
  toolId: string | null;
  agentId: string | null;
  humanId: string | null;
  instanceId: string | null;
};

const everyOne: SubjectColumns = { serverId: null, toolId: null, agentId: null, humanId: null, instanceId: null };

/**
 * Finds whom a limit is to be of. Throws `not_found` for what is not there, also in another tenant, and `invalid` for a name
 * beside the environment.
 */
export async function findSubject(
  db: TenantClient | TenantTransaction,
  kind: LimitKind,
  ref: string | undefined,
): Promise<SubjectColumns> {
  if (ref === undefined) return everyOne;
  switch (kind) {
    case "tenant":
      throw invalid("There is one environment only.", [{ path: "subject", message: "Leave this empty." }]);
    case "server":
      return { ...everyOne, serverId: (await getServerRow(db, ref)).id };
    case "tool":
      return { ...everyOne, toolId: await findToolId(db, ref) };
    case "agent":
      return { ...everyOne, agentId: (await getAgentRow(db, ref)).id };
    case "human":
      return { ...everyOne, humanId: (await getHumanRow(db, ref)).id };
    case "instance":
      return { ...everyOne, instanceId: (await getInstanceRow(db, ref)).id };
  }
}

async function findToolId(db: TenantClient | TenantTransaction, ref: string): Promise<string> {
  // A server's key has no slash, a tool's name may.
  const slash = ref.indexOf("/");
  if (slash === -1) {
    const message = "Write the server's key, a slash and the tool's name: linear/create_issue.";
    throw invalid("Say of which server the tool is.", [{ path: "subject", message }]);
  }
  const server = await getServerRow(db, ref.slice(0, slash));
  const named = ref.slice(slash + 1);
  const found = await db.tool.findMany({ where: { serverId: server.id, OR: [{ name: named }, { slug: named }] } });
  const tool = found.find(({ name }) => name === named) ?? found[0];
  if (!tool) throw notFound(`The tool "${ref}"`);
  return tool.id;
}
