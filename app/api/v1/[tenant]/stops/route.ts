import { instances } from "@/lib/console/api/instances";
import { route } from "@/lib/console/route";

export const GET = route(instances.measureStop);
