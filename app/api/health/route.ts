export const dynamic = "force-dynamic";

/** Alive: this process answers. Whether it can do anything is what `/api/ready` says. */
export const GET = () => Response.json({ status: "ok" }, { headers: { "cache-control": "no-store" } });
