import { respondMcp } from "@/lib/gateway/web-front";

export const dynamic = "force-dynamic";

/** The hosted endpoint, for hosts that only run Next; `npm start` answers it before Next does (`server.mjs`). */
async function handle(
  request: Request,
  { params }: { params: Promise<{ tenant: string; server: string }> },
): Promise<Response> {
  return respondMcp(request, await params);
}

export { handle as DELETE, handle as GET, handle as OPTIONS, handle as POST };
