import { limits } from "@/lib/console/api/limits";
import { route } from "@/lib/console/route";

export const GET = route(limits.listLimits);
export const PUT = route(limits.putLimit);
