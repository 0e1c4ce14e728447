import { humans } from "@/lib/console/api/humans";
import { route } from "@/lib/console/route";

export const GET = route(humans.listHumans);
export const POST = route(humans.createHuman);
