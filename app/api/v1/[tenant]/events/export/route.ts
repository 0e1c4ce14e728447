import { events } from "@/lib/console/api/events";
import { route } from "@/lib/console/route";

export const GET = route(events.exportEvents);
