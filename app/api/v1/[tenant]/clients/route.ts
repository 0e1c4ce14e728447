import { oauth } from "@/lib/console/api/oauth";
import { route } from "@/lib/console/route";

export const GET = route(oauth.listOAuthClients);
export const POST = route(oauth.createOAuthClient);
