import { humans } from "@/lib/console/api/humans";
import { route } from "@/lib/console/route";

export const GET = route(humans.getHuman);
export const PATCH = route(humans.updateHuman);
export const DELETE = route(humans.deleteHuman);
