import { servers } from "@/lib/console/api/servers";
import { route } from "@/lib/console/route";

export const GET = route(servers.getServer);
export const PATCH = route(servers.updateServer);
export const DELETE = route(servers.deleteServer);
