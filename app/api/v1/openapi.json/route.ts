import { openApi } from "@/lib/console/api/open-api";

// Made at the first request: the address in it belongs to where this runs, not to where it was built.
export const dynamic = "force-dynamic";

export const GET = () => Response.json(openApi(), { headers: { "cache-control": "public, max-age=60" } });
