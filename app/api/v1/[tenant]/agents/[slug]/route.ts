import { agents } from "@/lib/console/api/agents";
import { route } from "@/lib/console/route";

export const GET = route(agents.getAgent);
export const PATCH = route(agents.updateAgent);
export const DELETE = route(agents.deleteAgent);
