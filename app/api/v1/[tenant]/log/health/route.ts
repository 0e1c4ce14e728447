import { retention } from "@/lib/console/api/retention";
import { route } from "@/lib/console/route";

export const GET = route(retention.getLogHealth);
