import { oauthRoute } from "@/lib/console/oauth-route";
import { answerRegister } from "@/lib/oauth/clients/register-endpoint";

const handle = oauthRoute(answerRegister);

export { handle as GET, handle as OPTIONS, handle as POST };
