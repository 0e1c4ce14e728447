import { limits } from "@/lib/console/api/limits";
import { route } from "@/lib/console/route";

export const DELETE = route(limits.deleteLimit);
