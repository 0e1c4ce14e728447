import { readOAuthRequest, tooLarge, toResponse } from "@/lib/console/oauth-route";
import { answerResourceMetadata } from "@/lib/oauth/metadata/endpoint";

export const dynamic = "force-dynamic";

const suffix = "/.well-known/oauth-protected-resource";

/** Where clients look that append the well-known path to the URL instead of inserting it. */
async function handle(request: Request): Promise<Response> {
  const read = await readOAuthRequest(request, "");
  if (!read) return tooLarge();
  const [path = ""] = new URL(request.url).pathname.split(suffix);
  return toResponse(await answerResourceMetadata(read, path));
}

export { handle as GET, handle as OPTIONS };
