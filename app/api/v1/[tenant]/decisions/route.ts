import { decisions } from "@/lib/console/api/decisions";
import { route } from "@/lib/console/route";

export const POST = route(decisions.decideCall);
