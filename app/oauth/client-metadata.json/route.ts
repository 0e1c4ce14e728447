import { clientMetadataDocument } from "@/lib/connections/client-metadata";

export const dynamic = "force-dynamic";

/** This gateway as an OAuth client: the document whose URL is its client id at authorization servers that read such. */
export const GET = (): Response =>
  Response.json(clientMetadataDocument(), {
    headers: { "cache-control": "public, max-age=3600", "access-control-allow-origin": "*" },
  });
