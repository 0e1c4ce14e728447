import { oauth } from "@/lib/console/api/oauth";
import { route } from "@/lib/console/route";

export const GET = route(oauth.getOAuthClient);
export const PATCH = route(oauth.updateOAuthClient);
export const DELETE = route(oauth.deleteOAuthClient);
