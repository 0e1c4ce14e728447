-- Words that policies name many at once by. An array is never null, so that a query need not ask.
ALTER TABLE "human" ADD COLUMN "groups" TEXT[] NOT NULL DEFAULT ARRAY[]::TEXT[];
UPDATE "agent" SET "tags" = '{}' WHERE "tags" IS NULL;
ALTER TABLE "agent" ALTER COLUMN "tags" SET DEFAULT ARRAY[]::TEXT[], ALTER COLUMN "tags" SET NOT NULL;
UPDATE "server" SET "tags" = '{}' WHERE "tags" IS NULL;
ALTER TABLE "server" ALTER COLUMN "tags" SET DEFAULT ARRAY[]::TEXT[], ALTER COLUMN "tags" SET NOT NULL;

ALTER TABLE "server" ADD COLUMN "enforce_schema" BOOLEAN NOT NULL DEFAULT true;

ALTER TABLE "policy"
  ADD COLUMN "findings" JSONB NOT NULL DEFAULT '[]',
  ADD COLUMN "deleted_set_version" INTEGER;
ALTER TABLE "policy_version" ADD COLUMN "set_version" INTEGER NOT NULL DEFAULT 0;

-- Until now only the events said from which version of the set a change counts.
UPDATE "policy_version" AS v SET "set_version" = (e.body -> 'details' ->> 'policySetVersion')::int
FROM audit.event e JOIN audit.event_type t ON t.no = e.type_no AND t.name IN ('policy.created', 'policy.updated')
WHERE e.tenant_no = v."tenant_no" AND e.body -> 'policy' ->> 'id' = v."policy_id"
  AND e.body -> 'policy' ->> 'version' = v."version"::text AND e.body -> 'details' ? 'policySetVersion';
UPDATE "policy" AS p SET "deleted_set_version" = (e.body -> 'details' ->> 'policySetVersion')::int
FROM audit.event e JOIN audit.event_type t ON t.no = e.type_no AND t.name = 'policy.deleted'
WHERE e.tenant_no = p."tenant_no" AND e.body -> 'policy' ->> 'id' = p."id"
  AND p."deleted_at" IS NOT NULL AND e.body -> 'details' ? 'policySetVersion';

CREATE TABLE "policy_test" (
    "tenant_no" INTEGER NOT NULL,
    "id" TEXT NOT NULL,
    "policy_id" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "human" TEXT NOT NULL,
    "agent" TEXT NOT NULL,
    "server" TEXT NOT NULL,
    "tool" TEXT NOT NULL,
    "arguments" JSONB NOT NULL,
    "ip" TEXT,
    "at" TIMESTAMPTZ(3),
    "expect_decision" "PolicyEffect" NOT NULL,
    "expect_code" TEXT,
    "expect_policy" TEXT,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "updated_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "policy_test_pkey" PRIMARY KEY ("tenant_no","id")
);
CREATE INDEX "policy_test_tenant_no_policy_id_idx" ON "policy_test"("tenant_no", "policy_id");
ALTER TABLE "policy_test" ADD CONSTRAINT "policy_test_tenant_no_fkey" FOREIGN KEY ("tenant_no") REFERENCES "tenant"("no") ON DELETE RESTRICT ON UPDATE CASCADE;
ALTER TABLE "policy_test" ADD CONSTRAINT "policy_test_tenant_no_policy_id_fkey" FOREIGN KEY ("tenant_no", "policy_id") REFERENCES "policy"("tenant_no", "id") ON DELETE CASCADE ON UPDATE CASCADE;

-- New tables are the application's by default only where the role that made the first ones makes these too.
GRANT SELECT, INSERT, UPDATE, DELETE ON "policy_test" TO countersign_app;
