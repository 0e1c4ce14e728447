import { oauthRoute } from "@/lib/console/oauth-route";
import { answerJwks } from "@/lib/oauth/keys/endpoint";

export const dynamic = "force-dynamic";

const handle = oauthRoute(answerJwks);

export { handle as GET, handle as OPTIONS };
