-- Searching the log: what every filter needs, what words need, and rows whose bytes are the bytes that were hashed.
-- Reasons and measurements: lib/audit/README.md.

-- 1. Who acted on the configuration is a dimension like the others: members, keys, the system.
ALTER TABLE audit.dim DROP CONSTRAINT dim_kind_check;
ALTER TABLE audit.dim ADD CONSTRAINT dim_kind_check
  CHECK (kind IN ('agent', 'instance', 'human', 'resource', 'tool', 'policy', 'session', 'actor'));

-- Every key and name that a thing of the log was ever called by: free text looks here, not into events. Names of people are not
-- here; they are erasable and live in audit.personal.
CREATE TABLE audit.dim_name (
  tenant_no int NOT NULL,
  no int NOT NULL,
  name text NOT NULL,
  -- A key is also a value of its filter; a name is only found by words.
  is_key boolean NOT NULL,
  PRIMARY KEY (tenant_no, no, name)
);
INSERT INTO audit.dim_name (tenant_no, no, name, is_key) SELECT tenant_no, no, key, true FROM audit.dim;
CREATE INDEX personal_subject ON audit.personal (tenant_no, subject);

-- 2. Words that belong to one event: its trace, its session, words of its kept arguments. A word is a keyed hash, because
-- arguments are sealed and must not be readable here; rows go when the arguments go.
CREATE TABLE audit.term (
  tenant_no int NOT NULL,
  word bigint NOT NULL,
  id uuid NOT NULL,
  PRIMARY KEY (tenant_no, word, id)
) PARTITION BY RANGE (id);

-- Months are made by several processes at once: whether another was faster is only certain where the table is made.
CREATE OR REPLACE FUNCTION audit.ensure_partition(month date) RETURNS boolean LANGUAGE plpgsql
SECURITY DEFINER SET search_path = audit, pg_temp SET client_min_messages = warning AS $$
DECLARE
  first_day date := date_trunc('month', month);
  suffix text := to_char(first_day, 'YYYY_MM');
  bounds text := format('FROM (%L) TO (%L)',
    audit.uuid7_floor(first_day::timestamp AT TIME ZONE 'UTC'),
    audit.uuid7_floor((first_day + interval '1 month')::timestamp AT TIME ZONE 'UTC'));
  parent text;
  made boolean := false;
BEGIN
  FOREACH parent IN ARRAY ARRAY['event', 'term'] LOOP
    CONTINUE WHEN to_regclass(format('audit.%I', parent || '_' || suffix)) IS NOT NULL;
    PERFORM pg_advisory_xact_lock(hashtext('countersign.ensure_partition'));
    EXECUTE format('CREATE TABLE IF NOT EXISTS audit.%I PARTITION OF audit.%I FOR VALUES %s', parent || '_' || suffix, parent, bounds);
    made := true;
  END LOOP;
  RETURN made;
END $$;

-- Months that have events have words, too.
DO $$
DECLARE
  month text;
BEGIN
  FOR month IN SELECT replace(substr(c.relname, 7), '_', '-') || '-01' FROM pg_inherits i JOIN pg_class c ON c.oid = i.inhrelid
               WHERE i.inhparent = 'audit.event'::regclass LOOP
    PERFORM audit.ensure_partition(month::date);
  END LOOP;
END $$;

-- 3. The event. Its words are found by what it points at; its body keeps the bytes of the canonical form.
DROP INDEX audit.event_terms;
ALTER TABLE audit.event DROP COLUMN terms;
ALTER TABLE audit.event ALTER COLUMN body TYPE json USING body::json;
ALTER TABLE audit.event ADD COLUMN actor_no int;

-- One index a filter. After the id stand all other filters, so that every combination is judged inside the index: rows that
-- do not match are never fetched.
DROP INDEX audit.event_agent, audit.event_human, audit.event_resource, audit.event_instance, audit.event_type_no,
  audit.event_denied, audit.event_failed;
CREATE INDEX event_agent ON audit.event (tenant_no, agent_no, id, human_no, instance_no, resource_no, tool_no, policy_no, type_no, outcome, reason_no) WHERE agent_no IS NOT NULL;
CREATE INDEX event_human ON audit.event (tenant_no, human_no, id, agent_no, instance_no, resource_no, tool_no, policy_no, type_no, outcome, reason_no) WHERE human_no IS NOT NULL;
CREATE INDEX event_instance ON audit.event (tenant_no, instance_no, id, agent_no, human_no, resource_no, tool_no, policy_no, type_no, outcome, reason_no) WHERE instance_no IS NOT NULL;
CREATE INDEX event_resource ON audit.event (tenant_no, resource_no, id, agent_no, human_no, instance_no, tool_no, policy_no, type_no, outcome, reason_no) WHERE resource_no IS NOT NULL;
CREATE INDEX event_tool ON audit.event (tenant_no, tool_no, id, agent_no, human_no, instance_no, policy_no, type_no, outcome, reason_no) WHERE tool_no IS NOT NULL;
CREATE INDEX event_policy ON audit.event (tenant_no, policy_no, id, agent_no, human_no, instance_no, resource_no, tool_no, type_no, outcome, reason_no) WHERE policy_no IS NOT NULL;
CREATE INDEX event_actor ON audit.event (tenant_no, actor_no, id, human_no, resource_no, type_no, outcome) WHERE actor_no IS NOT NULL;
-- Calls that succeeded are most of the log: they are found by walking it.
CREATE INDEX event_type_no ON audit.event (tenant_no, type_no, id, agent_no, human_no, instance_no, resource_no, tool_no, policy_no, outcome, reason_no) WHERE type_no <> 1;
CREATE INDEX event_outcome ON audit.event (tenant_no, outcome, id, agent_no, human_no, instance_no, resource_no, tool_no, policy_no, type_no, reason_no) WHERE outcome <> 1;
CREATE INDEX event_denied ON audit.event (tenant_no, id, agent_no, human_no, instance_no, resource_no, tool_no, policy_no, type_no, reason_no) WHERE decision = 2;
INSERT INTO audit.reason (code) VALUES ('ALLOWED') ON CONFLICT DO NOTHING;
DO $$
DECLARE
  allowed smallint := (SELECT no FROM audit.reason WHERE code = 'ALLOWED');
BEGIN
  EXECUTE format(
    'CREATE INDEX event_reason ON audit.event (tenant_no, reason_no, id, agent_no, human_no, instance_no, resource_no, tool_no, policy_no, type_no, outcome)
     WHERE reason_no <> %s', allowed);
END $$;

-- 4. Row-level security and privileges, as for the other tables of the log.
ALTER TABLE audit.dim_name ENABLE ROW LEVEL SECURITY;
ALTER TABLE audit.term ENABLE ROW LEVEL SECURITY;
CREATE POLICY own_tenant ON audit.dim_name TO countersign_app USING (tenant_no = audit.current_tenant()) WITH CHECK (tenant_no = audit.current_tenant());
CREATE POLICY own_tenant ON audit.term TO countersign_app USING (tenant_no = audit.current_tenant()) WITH CHECK (tenant_no = audit.current_tenant());
CREATE POLICY every_tenant ON audit.dim_name TO countersign_writer, countersign_sealer USING (true) WITH CHECK (true);
CREATE POLICY every_tenant ON audit.term TO countersign_writer, countersign_sealer USING (true) WITH CHECK (true);
GRANT SELECT, INSERT ON audit.dim_name TO countersign_app, countersign_writer;
GRANT SELECT, INSERT ON audit.term TO countersign_app;
GRANT INSERT ON audit.term TO countersign_writer;
