-- Months are made and dropped beside readers and writers.

-- 1. A table that is made as a partition locks everybody out of its parent, and a reader who has one parent and wants the other
-- dies of it. A table that is made alone and attached locks out nobody: it is empty, so there is nothing to check, either. The
-- parent's indexes and triggers come with the attaching.
CREATE OR REPLACE FUNCTION audit.ensure_partition(month date) RETURNS boolean LANGUAGE plpgsql
SECURITY DEFINER SET search_path = audit, pg_temp SET client_min_messages = warning AS $$
DECLARE
  first_day date := date_trunc('month', month);
  suffix text := to_char(first_day, 'YYYY_MM');
  bounds text := format('FROM (%L) TO (%L)',
    audit.uuid7_floor(first_day::timestamp AT TIME ZONE 'UTC'),
    audit.uuid7_floor((first_day + interval '1 month')::timestamp AT TIME ZONE 'UTC'));
  parent text;
  child text;
  made boolean := false;
BEGIN
  FOREACH parent IN ARRAY ARRAY['event', 'term'] LOOP
    child := parent || '_' || suffix;
    CONTINUE WHEN to_regclass(format('audit.%I', child)) IS NOT NULL;
    PERFORM pg_advisory_xact_lock(hashtext('countersign.ensure_partition'));
    -- Another may have made it while this one waited, of which the names that this session remembers know nothing.
    CONTINUE WHEN EXISTS (SELECT FROM pg_class c WHERE c.relnamespace = 'audit'::regnamespace AND c.relname = child);
    EXECUTE format('CREATE TABLE audit.%I (LIKE audit.%I INCLUDING DEFAULTS INCLUDING CONSTRAINTS INCLUDING STORAGE)', child, parent);
    EXECUTE format('ALTER TABLE audit.%I ATTACH PARTITION audit.%I FOR VALUES %s', parent, child, bounds);
    made := true;
  END LOOP;
  RETURN made;
END $$;

-- 2. Dropping a month, as before but for the order of its locks.
CREATE OR REPLACE FUNCTION audit.drop_month(month date)
RETURNS TABLE (tenant_no int, events int, before_at timestamptz, below_index bigint, oldest_id uuid)
LANGUAGE plpgsql SECURITY DEFINER SET search_path = audit, pg_temp SET lock_timeout = '500ms' AS $$
#variable_conflict use_column
DECLARE
  first_day date := date_trunc('month', month);
  suffix text := to_char(first_day, 'YYYY_MM');
  name text := 'event_' || suffix;
  from_id uuid := audit.uuid7_floor(first_day::timestamp AT TIME ZONE 'UTC');
  to_id uuid := audit.uuid7_floor((first_day + interval '1 month')::timestamp AT TIME ZONE 'UTC');
  tenants int[];
  tenant int;
  stays boolean;
  n int;
  last uuid;
  below bigint;
  dropped jsonb := '[]';
BEGIN
  IF to_regclass('audit.' || quote_ident(name)) IS NULL THEN
    RETURN;
  END IF;
  -- Asked before anything is locked: most months are simply too young.
  IF to_id > audit.uuid7_floor(now() - interval '30 days')
     OR EXISTS (SELECT FROM audit.tenants_in(name) t(no) WHERE audit.uuid7_floor(audit.cut_time(t.no)) < to_id) THEN
    RETURN;
  END IF;
  EXECUTE format('LOCK TABLE audit.%I IN SHARE MODE', name);
  tenants := ARRAY(SELECT audit.tenants_in(name));
  FOREACH tenant IN ARRAY tenants LOOP
    EXECUTE format(
      'SELECT EXISTS (SELECT FROM audit.%1$I e LEFT JOIN audit.sealed_to($1) s ON true
                      WHERE e.tenant_no = $1 AND ((audit.epoch_of(e.seq), e.xid, e.seq) <= (s.epoch, s.xid, s.seq)) IS NOT TRUE)
           OR EXISTS (SELECT FROM audit.holds_of($1) h JOIN audit.%1$I e
                ON e.tenant_no = $1 AND (h.nos IS NULL OR ARRAY[e.human_no, e.actor_no, e.agent_no, e.resource_no] && h.nos)
               AND (h.from_id IS NULL OR e.id >= h.from_id) AND (h.to_id IS NULL OR e.id < h.to_id))', name)
      INTO stays USING tenant;
    IF stays OR audit.uuid7_floor(audit.cut_time(tenant)) < to_id THEN
      RETURN;
    END IF;
  END LOOP;
  FOREACH tenant IN ARRAY tenants LOOP
    EXECUTE format(
      'SELECT count(*), (SELECT e.id FROM audit.%1$I e WHERE e.tenant_no = $1
                         ORDER BY audit.epoch_of(e.seq) DESC, e.xid DESC, e.seq DESC LIMIT 1)
       FROM audit.%1$I e WHERE e.tenant_no = $1', name)
      INTO n, last USING tenant;
    below := audit.record_cut(tenant, audit.uuid7_floor(audit.cut_time(tenant)), last);
    DELETE FROM audit.payload p WHERE p.tenant_no = tenant AND p.event_id >= from_id AND p.event_id < to_id;
    dropped := dropped || jsonb_build_object(
      'tenant_no', tenant, 'events', n, 'before_at', audit.cut_time(tenant), 'below_index', below);
  END LOOP;
  -- Both at once: a reader that has one of them and wants the other is waited for, not caught between two locks.
  LOCK TABLE ONLY audit.event, audit.term IN ACCESS EXCLUSIVE MODE;
  EXECUTE format('DROP TABLE audit.%I', name);
  EXECUTE format('DROP TABLE IF EXISTS audit.%I', 'term_' || suffix);
  FOREACH tenant IN ARRAY tenants LOOP
    PERFORM audit.cut_rollup(tenant, audit.cut_time(tenant));
  END LOOP;
  RETURN QUERY
    SELECT d.tenant_no, d.events, d.before_at, d.below_index,
           (SELECT e.id FROM audit.event e WHERE e.tenant_no = d.tenant_no ORDER BY e.id LIMIT 1)
    FROM jsonb_to_recordset(dropped) AS d(tenant_no int, events int, before_at timestamptz, below_index bigint);
END $$;
