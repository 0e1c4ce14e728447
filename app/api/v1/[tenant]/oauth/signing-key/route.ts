import { oauth } from "@/lib/console/api/oauth";
import { route } from "@/lib/console/route";

export const GET = route(oauth.listSigningKeys);
export const POST = route(oauth.rotateSigningKey);
