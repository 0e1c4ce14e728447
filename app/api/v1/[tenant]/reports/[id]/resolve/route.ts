import { reports } from "@/lib/console/api/reports";
import { route } from "@/lib/console/route";

export const POST = route(reports.resolveReport);
