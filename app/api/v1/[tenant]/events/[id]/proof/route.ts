import { checkpoints } from "@/lib/console/api/checkpoints";
import { route } from "@/lib/console/route";

export const GET = route(checkpoints.proveEvent);
