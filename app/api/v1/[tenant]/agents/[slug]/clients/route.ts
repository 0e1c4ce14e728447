import { agents } from "@/lib/console/api/agents";
import { route } from "@/lib/console/route";

export const GET = route(agents.listAgentClients);
