import { readiness } from "@/lib/console/ready";

export const dynamic = "force-dynamic";

export async function GET() {
  const { ready, reasons } = await readiness();
  return Response.json(ready ? { status: "ready" } : { status: "not ready", reasons }, {
    status: ready ? 200 : 503,
    headers: { "cache-control": "no-store" },
  });
}
