import { retention } from "@/lib/console/api/retention";
import { route } from "@/lib/console/route";

export const GET = route(retention.getRetention);
export const PUT = route(retention.updateRetention);
