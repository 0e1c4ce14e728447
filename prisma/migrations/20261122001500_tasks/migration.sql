-- Which call a task of a server came of, and whose it is. Reasons: lib/gateway/README.md.
CREATE TABLE "task" (
    "tenant_no" INTEGER NOT NULL,
    "id" TEXT NOT NULL,
    "instance_id" TEXT NOT NULL,
    "server_id" TEXT NOT NULL,
    "tool" TEXT NOT NULL,
    "upstream" BYTEA NOT NULL,
    "call" TEXT NOT NULL,
    "arguments" BYTEA,
    "ended" TEXT,
    "created_at" TIMESTAMPTZ(3) NOT NULL,
    "expires_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "task_pkey" PRIMARY KEY ("tenant_no","id")
);
-- A client asks by the server's id, and finds its own tasks only.
CREATE UNIQUE INDEX "task_tenant_no_instance_id_server_id_upstream_key" ON "task"("tenant_no", "instance_id", "server_id", "upstream");
CREATE INDEX "task_expires_at_idx" ON "task"("expires_at");
ALTER TABLE "task" ADD CONSTRAINT "task_tenant_no_fkey" FOREIGN KEY ("tenant_no") REFERENCES "tenant"("no") ON DELETE RESTRICT ON UPDATE CASCADE;
ALTER TABLE "task" ADD CONSTRAINT "task_tenant_no_instance_id_fkey" FOREIGN KEY ("tenant_no", "instance_id") REFERENCES "instance"("tenant_no", "id") ON DELETE CASCADE ON UPDATE CASCADE;
ALTER TABLE "task" ADD CONSTRAINT "task_tenant_no_server_id_fkey" FOREIGN KEY ("tenant_no", "server_id") REFERENCES "server"("tenant_no", "id") ON DELETE CASCADE ON UPDATE CASCADE;
-- New tables are the application's by default only where the role that made the first ones makes these too.
GRANT SELECT, INSERT, UPDATE, DELETE ON "task" TO countersign_app;
