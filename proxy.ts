import { type NextRequest, NextResponse } from "next/server";
import { newNonce, pagePolicy, transportPolicy } from "@/lib/console/page-policy";

/**
 * What every page says to the browser about itself. Next reads the nonce from the policy in the request, and writes it on its own
 * scripts. What does not depend on the request is in next.config.ts.
 */
export function proxy(request: NextRequest): NextResponse {
  const policy = pagePolicy(request.nextUrl.pathname, newNonce());
  const headers = new Headers(request.headers);
  headers.set("content-security-policy", policy);
  const response = NextResponse.next({ request: { headers } });
  response.headers.set("content-security-policy", policy);
  const transport = transportPolicy();
  if (transport !== undefined) response.headers.set("strict-transport-security", transport);
  return response;
}

// The pages: not what is served to programs, nor files.
export const config = { matcher: ["/((?!api/|mcp/|oauth/|\\.well-known/|_next/|icon\\.svg).*)"] };
