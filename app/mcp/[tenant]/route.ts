import { respondMcp } from "@/lib/gateway/web-front";

export const dynamic = "force-dynamic";

/** Every server of the environment behind one address, for hosts that only run Next; `npm start` answers it before Next does. */
async function handle(request: Request, { params }: { params: Promise<{ tenant: string }> }): Promise<Response> {
  return respondMcp(request, { ...(await params), server: "" });
}

export { handle as DELETE, handle as GET, handle as OPTIONS, handle as POST };
