import { servers } from "@/lib/console/api/servers";
import { route } from "@/lib/console/route";

export const POST = route(servers.testServer);
