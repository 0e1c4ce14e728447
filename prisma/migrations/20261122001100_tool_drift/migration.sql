-- A changed definition is compared with the one that was accepted last, and a tool that is quarantined says why.
ALTER TABLE "tool" ADD COLUMN "findings" JSONB NOT NULL DEFAULT '[]';
ALTER TABLE "tool_definition" ADD COLUMN "accepted_at" TIMESTAMPTZ(3);

-- What is in force today was accepted. Of a quarantined tool nobody knows what was: it stays so until somebody accepts it.
UPDATE "tool_definition" d SET "accepted_at" = d."seen_at"
FROM "tool" t
WHERE t."tenant_no" = d."tenant_no" AND t."id" = d."tool_id" AND t."definition_hash" = d."hash"
  AND t."state" IN ('current', 'review');
