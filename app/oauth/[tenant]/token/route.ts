import { oauthRoute } from "@/lib/console/oauth-route";
import { answerToken } from "@/lib/oauth/token/endpoint";

const handle = oauthRoute(answerToken);

export { handle as GET, handle as OPTIONS, handle as POST };
