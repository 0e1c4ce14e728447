import { readOAuthRequest, tooLarge, toResponse } from "@/lib/console/oauth-route";
import { answerResourceMetadata } from "@/lib/oauth/metadata/endpoint";

export const dynamic = "force-dynamic";

const prefix = "/.well-known/oauth-protected-resource";

/** RFC 9728 §3.1: the path of the resource follows the well-known one, and a trailing slash of it counts. */
async function handle(request: Request): Promise<Response> {
  const read = await readOAuthRequest(request, "");
  if (!read) return tooLarge();
  return toResponse(await answerResourceMetadata(read, new URL(request.url).pathname.slice(prefix.length)));
}

export { handle as GET, handle as OPTIONS };
