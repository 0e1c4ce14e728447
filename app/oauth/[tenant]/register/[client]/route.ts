import { oauthRoute } from "@/lib/console/oauth-route";
import { answerRegistration } from "@/lib/oauth/clients/register-endpoint";

const handle = oauthRoute<{ tenant: string; client: string }>((request, { client }) =>
  answerRegistration(request, client),
);

export { handle as DELETE, handle as GET, handle as OPTIONS, handle as PUT };
