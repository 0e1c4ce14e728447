import { retention } from "@/lib/console/api/retention";
import { route } from "@/lib/console/route";

export const GET = route(retention.listHolds);
export const POST = route(retention.placeHold);
