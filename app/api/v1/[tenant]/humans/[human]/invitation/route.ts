import { humans } from "@/lib/console/api/humans";
import { route } from "@/lib/console/route";

export const POST = route(humans.inviteHuman);
