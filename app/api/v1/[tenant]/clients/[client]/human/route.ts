import { oauth } from "@/lib/console/api/oauth";
import { route } from "@/lib/console/route";

export const PUT = route(oauth.assignOAuthClient);
