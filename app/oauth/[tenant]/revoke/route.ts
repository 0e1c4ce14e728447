import { oauthRoute } from "@/lib/console/oauth-route";
import { answerRevoke } from "@/lib/oauth/revoke/endpoint";

const handle = oauthRoute(answerRevoke);

export { handle as GET, handle as OPTIONS, handle as POST };
