import { oauthRoute } from "@/lib/console/oauth-route";
import { answerServerMetadata } from "@/lib/oauth/metadata/endpoint";

export const dynamic = "force-dynamic";

const handle = oauthRoute(answerServerMetadata);

export { handle as GET, handle as OPTIONS };
