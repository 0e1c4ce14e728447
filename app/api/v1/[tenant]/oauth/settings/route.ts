import { oauth } from "@/lib/console/api/oauth";
import { route } from "@/lib/console/route";

export const GET = route(oauth.getOAuthSettings);
export const PATCH = route(oauth.updateOAuthSettings);
