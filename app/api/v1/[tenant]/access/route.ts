import { decisions } from "@/lib/console/api/decisions";
import { route } from "@/lib/console/route";

export const GET = route(decisions.listAccess);
