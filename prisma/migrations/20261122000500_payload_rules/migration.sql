-- What is kept of the arguments and results of calls, for how long, and how it is forgotten. Reasons: lib/audit/payload/README.md.

-- 1. Rules of the environment, of a server, of a tool.
CREATE TYPE "PayloadAction" AS ENUM ('keep', 'mask', 'drop');
CREATE TABLE "payload_rule" (
    "tenant_no" INTEGER NOT NULL,
    "place" TEXT NOT NULL,
    "server_id" TEXT,
    "tool" TEXT,
    "arguments" "PayloadAction",
    "results" "PayloadAction",
    "paths" JSONB NOT NULL DEFAULT '[]',
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "updated_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "payload_rule_pkey" PRIMARY KEY ("tenant_no","place")
);
CREATE INDEX "payload_rule_tenant_no_server_id_idx" ON "payload_rule"("tenant_no", "server_id");
ALTER TABLE "payload_rule" ADD CONSTRAINT "payload_rule_tenant_no_fkey" FOREIGN KEY ("tenant_no") REFERENCES "tenant"("no") ON DELETE RESTRICT ON UPDATE CASCADE;
ALTER TABLE "payload_rule" ADD CONSTRAINT "payload_rule_tenant_no_server_id_fkey" FOREIGN KEY ("tenant_no", "server_id") REFERENCES "server"("tenant_no", "id") ON DELETE CASCADE ON UPDATE CASCADE;
-- New tables are the application's by default only where the role that made the first ones makes these too.
GRANT SELECT, INSERT, UPDATE, DELETE ON "payload_rule" TO countersign_app;

-- 2. A version that is read with every call: 0 as long as nobody has said anything, so that most calls look nothing up.
ALTER TABLE "tenant" ADD COLUMN "recording_version" INTEGER NOT NULL DEFAULT 0;

-- How long payloads are kept is part of it, whoever changes that.
CREATE FUNCTION audit.raise_recording_version() RETURNS trigger LANGUAGE plpgsql
SECURITY DEFINER SET search_path = audit, pg_temp AS $$
BEGIN
  UPDATE public.tenant SET recording_version = recording_version + 1 WHERE no = NEW.tenant_no;
  RETURN NULL;
END $$;
CREATE TRIGGER retention_payload_days AFTER INSERT OR UPDATE OF payload_days ON audit.retention
  FOR EACH ROW EXECUTE FUNCTION audit.raise_recording_version();
UPDATE "tenant" SET "recording_version" = 1 WHERE "no" IN (SELECT tenant_no FROM audit.retention);

-- 3. The words that find an event by its arguments are known with them, and go with them, whoever removes them.
ALTER TABLE audit.payload
  ADD COLUMN words bigint[] NOT NULL DEFAULT '{}',
  -- The row of what was erased stays, empty, to say so.
  ADD COLUMN erased_at timestamptz;
CREATE INDEX payload_expires ON audit.payload (expires_at);

CREATE FUNCTION audit.forget_words() RETURNS trigger LANGUAGE plpgsql
SECURITY DEFINER SET search_path = audit, pg_temp AS $$
BEGIN
  IF cardinality(OLD.words) > 0 THEN
    DELETE FROM audit.term t WHERE t.tenant_no = OLD.tenant_no AND t.id = OLD.event_id AND t.word = ANY (OLD.words);
  END IF;
  RETURN NULL;
END $$;
CREATE TRIGGER payload_forget_words AFTER DELETE OR UPDATE OF words ON audit.payload
  FOR EACH ROW EXECUTE FUNCTION audit.forget_words();

-- 4. Forgetting. Only these functions can, only within the tenant of the transaction, and never what a legal hold keeps.

CREATE FUNCTION audit.require_tenant() RETURNS int LANGUAGE plpgsql STABLE SET search_path = audit, pg_temp AS $$
DECLARE
  tenant int := audit.current_tenant();
BEGIN
  IF tenant IS NULL THEN
    RAISE EXCEPTION 'No tenant is named.' USING ERRCODE = 'insufficient_privilege';
  END IF;
  RETURN tenant;
END $$;

-- Erases what is kept of these events, with the salt, so that their commitments say nothing any more. Gives a row for each event
-- that had something; what is held stays as it is.
CREATE FUNCTION audit.erase_payloads(events uuid[]) RETURNS TABLE (event_id uuid, held boolean)
LANGUAGE plpgsql SECURITY DEFINER SET search_path = audit, pg_temp AS $$
DECLARE
  tenant int := audit.require_tenant();
BEGIN
  RETURN QUERY
  WITH found AS MATERIALIZED (
    SELECT x.id, audit.is_held(tenant, x.id) AS held
    FROM (SELECT DISTINCT p.event_id AS id FROM audit.payload p
          WHERE p.tenant_no = tenant AND p.event_id = ANY (events) AND p.erased_at IS NULL) x
  ), gone AS (
    -- No event outlives the longest retention, and so no such row has to.
    UPDATE audit.payload p SET ciphertext = '', salt = '', words = '{}', erased_at = now(), expires_at = now() + interval '3650 days'
    FROM found f WHERE NOT f.held AND p.tenant_no = tenant AND p.event_id = f.id
  )
  SELECT f.id, f.held FROM found f;
END $$;

-- Erases every personal value on record about one subject. Events keep the commitments, which say nothing without the salts.
-- Gives how many, and null where a legal hold keeps something of the subject.
CREATE FUNCTION audit.erase_personal(about text) RETURNS int
LANGUAGE plpgsql SECURITY DEFINER SET search_path = audit, pg_temp AS $$
DECLARE
  tenant int := audit.require_tenant();
  erased int;
BEGIN
  -- Addresses are shared by everybody: they are nobody's to erase.
  IF about = 'ip' THEN
    RETURN 0;
  END IF;
  IF EXISTS (
    SELECT FROM audit.holds_of(tenant) h
    WHERE h.nos IS NULL OR h.nos && ARRAY(SELECT d.no FROM audit.dim d WHERE d.tenant_no = tenant AND d.key = about)
  ) THEN
    RETURN NULL;
  END IF;
  UPDATE audit.personal p SET value = NULL, salt = NULL, erased_at = now()
  WHERE p.tenant_no = tenant AND p.subject = about AND p.erased_at IS NULL;
  GET DIAGNOSTICS erased = ROW_COUNT;
  RETURN erased;
END $$;

-- Deletes up to `most` payloads whose time has come, of all tenants. Gives how many.
CREATE FUNCTION audit.expire_payloads(most int) RETURNS int
LANGUAGE plpgsql SECURITY DEFINER SET search_path = audit, pg_temp AS $$
DECLARE
  gone int;
BEGIN
  DELETE FROM audit.payload p USING (
    SELECT x.tenant_no, x.event_id, x.part FROM audit.payload x
    WHERE x.expires_at < now() AND NOT audit.is_held(x.tenant_no, x.event_id)
    ORDER BY x.expires_at LIMIT least(most, 10000)
    FOR UPDATE SKIP LOCKED
  ) expired
  WHERE p.tenant_no = expired.tenant_no AND p.event_id = expired.event_id AND p.part = expired.part;
  GET DIAGNOSTICS gone = ROW_COUNT;
  RETURN gone;
END $$;

DO $$
DECLARE
  signature text;
BEGIN
  FOREACH signature IN ARRAY ARRAY['erase_payloads(uuid[])', 'erase_personal(text)', 'expire_payloads(int)',
                                   'raise_recording_version()', 'forget_words()'] LOOP
    EXECUTE format('REVOKE EXECUTE ON FUNCTION audit.%s FROM PUBLIC', signature);
  END LOOP;
END $$;
GRANT EXECUTE ON FUNCTION audit.erase_payloads(uuid[]), audit.erase_personal(text) TO countersign_app;
GRANT EXECUTE ON FUNCTION audit.expire_payloads(int) TO countersign_writer;
