import { oauthRoute } from "@/lib/console/oauth-route";
import { answerAuthorize } from "@/lib/oauth/authorize/endpoint";

const handle = oauthRoute(answerAuthorize);

export { handle as GET, handle as POST };
