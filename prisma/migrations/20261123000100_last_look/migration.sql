-- When each member last looked at the overview of an environment, and from when on it tells them what happened. No history: one row a
-- member, gone with them.
CREATE TABLE "last_look" (
    "tenant_no" INTEGER NOT NULL,
    "member_id" TEXT NOT NULL,
    "looked_at" TIMESTAMPTZ(3) NOT NULL,
    "since" TIMESTAMPTZ(3),

    CONSTRAINT "last_look_pkey" PRIMARY KEY ("tenant_no","member_id")
);
CREATE INDEX "last_look_member_id_idx" ON "last_look"("member_id");
ALTER TABLE "last_look" ADD CONSTRAINT "last_look_tenant_no_fkey" FOREIGN KEY ("tenant_no") REFERENCES "tenant"("no") ON DELETE RESTRICT ON UPDATE CASCADE;
ALTER TABLE "last_look" ADD CONSTRAINT "last_look_member_id_fkey" FOREIGN KEY ("member_id") REFERENCES "member"("id") ON DELETE CASCADE ON UPDATE CASCADE;
-- New tables are the application's by default only where the role that made the first ones makes these too.
GRANT SELECT, INSERT, UPDATE, DELETE ON "last_look" TO countersign_app;

-- What waits for somebody is few among what does not.
CREATE INDEX "tool_tenant_no_state_server_id_idx" ON "tool"("tenant_no", "state", "server_id");
CREATE INDEX "connection_tenant_no_status_id_idx" ON "connection"("tenant_no", "status", "id");
