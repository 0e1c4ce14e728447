-- How much may be called, and how long a call may take. Reasons: lib/registry/README.md and lib/gateway/README.md.

-- 1. Limits of calls. Without an id of a subject: of every one of the kind, each for itself.
CREATE TYPE "LimitKind" AS ENUM ('tenant', 'server', 'tool', 'agent', 'human', 'instance');
CREATE TABLE "call_limit" (
    "tenant_no" INTEGER NOT NULL,
    "id" TEXT NOT NULL,
    "kind" "LimitKind" NOT NULL,
    "server_id" TEXT,
    "tool_id" TEXT,
    "agent_id" TEXT,
    "human_id" TEXT,
    "instance_id" TEXT,
    "calls" INTEGER,
    "seconds" INTEGER,
    "concurrent" INTEGER,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "updated_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "call_limit_pkey" PRIMARY KEY ("tenant_no","id"),
    CONSTRAINT "call_limit_subject" CHECK (
        ("server_id" IS NULL OR "kind" = 'server') AND ("tool_id" IS NULL OR "kind" = 'tool')
        AND ("agent_id" IS NULL OR "kind" = 'agent') AND ("human_id" IS NULL OR "kind" = 'human')
        AND ("instance_id" IS NULL OR "kind" = 'instance')),
    CONSTRAINT "call_limit_something" CHECK (
        ("calls" IS NULL) = ("seconds" IS NULL) AND ("calls" IS NOT NULL OR "concurrent" IS NOT NULL)
        AND "calls" >= 1 AND "seconds" BETWEEN 1 AND 86400 AND "concurrent" >= 1)
);
-- One of each subject, and one of every one of a kind.
CREATE UNIQUE INDEX "call_limit_subject_key" ON "call_limit"
    ("tenant_no", "kind", "server_id", "tool_id", "agent_id", "human_id", "instance_id") NULLS NOT DISTINCT;
ALTER TABLE "call_limit" ADD CONSTRAINT "call_limit_tenant_no_fkey" FOREIGN KEY ("tenant_no") REFERENCES "tenant"("no") ON DELETE RESTRICT ON UPDATE CASCADE;
ALTER TABLE "call_limit" ADD CONSTRAINT "call_limit_tenant_no_server_id_fkey" FOREIGN KEY ("tenant_no", "server_id") REFERENCES "server"("tenant_no", "id") ON DELETE CASCADE ON UPDATE CASCADE;
ALTER TABLE "call_limit" ADD CONSTRAINT "call_limit_tenant_no_tool_id_fkey" FOREIGN KEY ("tenant_no", "tool_id") REFERENCES "tool"("tenant_no", "id") ON DELETE CASCADE ON UPDATE CASCADE;
ALTER TABLE "call_limit" ADD CONSTRAINT "call_limit_tenant_no_agent_id_fkey" FOREIGN KEY ("tenant_no", "agent_id") REFERENCES "agent"("tenant_no", "id") ON DELETE CASCADE ON UPDATE CASCADE;
ALTER TABLE "call_limit" ADD CONSTRAINT "call_limit_tenant_no_human_id_fkey" FOREIGN KEY ("tenant_no", "human_id") REFERENCES "human"("tenant_no", "id") ON DELETE CASCADE ON UPDATE CASCADE;
ALTER TABLE "call_limit" ADD CONSTRAINT "call_limit_tenant_no_instance_id_fkey" FOREIGN KEY ("tenant_no", "instance_id") REFERENCES "instance"("tenant_no", "id") ON DELETE CASCADE ON UPDATE CASCADE;
-- New tables are the application's by default only where the role that made the first ones makes these too.
GRANT SELECT, INSERT, UPDATE, DELETE ON "call_limit" TO countersign_app;

-- 2. How long a call may stay without a sign of life; null: as the tool's server, then as the installation says.
ALTER TABLE "server" ADD COLUMN "timeout_seconds" INTEGER CHECK ("timeout_seconds" BETWEEN 1 AND 3600);
ALTER TABLE "tool" ADD COLUMN "timeout_seconds" INTEGER CHECK ("timeout_seconds" BETWEEN 1 AND 3600);

-- 3. A version that is read with every call: 0 as long as nobody has said anything, so that most calls look nothing up.
ALTER TABLE "tenant" ADD COLUMN "limits_version" INTEGER NOT NULL DEFAULT 0;
