import { keys } from "@/lib/console/api/keys";
import { route } from "@/lib/console/route";

export const DELETE = route(keys.deleteKey);
