import { servers } from "@/lib/console/api/servers";
import { route } from "@/lib/console/route";

export const PATCH = route(servers.updateTool);
