import { connections } from "@/lib/console/api/connections";
import { route } from "@/lib/console/route";

export const DELETE = route(connections.deleteConnection);
