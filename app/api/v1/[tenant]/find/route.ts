import { find } from "@/lib/console/api/find";
import { route } from "@/lib/console/route";

export const GET = route(find.findThings);
