-- Retention and legal hold: the only ways in which an event ever leaves the log. Reasons: lib/audit/retention/README.md.

-- 1. Settings are changed by the console; a version says whether somebody else was faster.
ALTER TABLE audit.retention ADD COLUMN version int NOT NULL DEFAULT 1;
GRANT INSERT, UPDATE ON audit.retention TO countersign_app;
ALTER TABLE audit.legal_hold ADD COLUMN released_by text;
GRANT INSERT, UPDATE (released_at, released_by) ON audit.legal_hold TO countersign_app;

-- 2. Who deletes. The role owns one function and has no connection of its own; no other role may delete an event, and this
-- one only as the trigger below allows.
DO $$
BEGIN
  BEGIN
    CREATE ROLE countersign_keeper NOLOGIN;
  EXCEPTION
    -- Roles belong to the whole cluster: another Countersign database may have made it, even this very moment.
    WHEN duplicate_object OR unique_violation THEN NULL;
  END;
  -- Whoever makes a role is its member since PostgreSQL 16, but may not act as it, which giving it a function takes. A
  -- superuser may in any case.
  IF NOT (SELECT rolsuper FROM pg_roles WHERE rolname = current_user) THEN
    BEGIN
      EXECUTE format('GRANT countersign_keeper TO %I', current_user);
    EXCEPTION
      WHEN insufficient_privilege OR unique_violation THEN NULL;
    END;
  END IF;
END $$;
GRANT USAGE ON SCHEMA audit TO countersign_keeper;
GRANT SELECT, DELETE ON audit.event, audit.term, audit.payload, audit.rollup_hour TO countersign_keeper;
GRANT INSERT ON audit.rollup_hour TO countersign_keeper;
GRANT SELECT ON audit.tree, audit.tile, audit.epoch, audit.retention, audit.legal_hold, audit.dim TO countersign_keeper;
GRANT SELECT, INSERT, UPDATE ON audit.cut TO countersign_keeper;
GRANT USAGE ON SCHEMA public TO countersign_keeper;
GRANT SELECT (no) ON public.tenant TO countersign_keeper;
DO $$
DECLARE
  name text;
BEGIN
  FOREACH name IN ARRAY ARRAY['event', 'term', 'payload', 'rollup_hour', 'tree', 'tile', 'retention', 'legal_hold', 'dim', 'cut'] LOOP
    EXECUTE format('CREATE POLICY keeper ON audit.%I TO countersign_keeper USING (true) WITH CHECK (true)', name);
  END LOOP;
END $$;

-- Whatever a function of the keeper might do wrong: nothing that is younger than the shortest retention there can be.
CREATE OR REPLACE FUNCTION audit.forbid() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF TG_OP = 'DELETE' AND current_user = 'countersign_keeper' AND OLD.id < audit.uuid7_floor(now() - interval '30 days') THEN
    RETURN OLD;
  END IF;
  RAISE EXCEPTION 'audit.event is append-only' USING ERRCODE = 'insufficient_privilege';
END $$;

-- 3. What may go.

-- Days that a tenant keeps its events.
CREATE FUNCTION audit.retention_days(tenant int) RETURNS int LANGUAGE sql STABLE SET search_path = audit, pg_temp AS $$
  SELECT coalesce((SELECT r.days FROM audit.retention r WHERE r.tenant_no = tenant), 400)
$$;

-- Days of the tenant that keeps its events the longest; all that one tenant learns of another.
CREATE FUNCTION audit.longest_retention_days() RETURNS int
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = audit, pg_temp AS $$
  SELECT coalesce(max(coalesce(r.days, 400)), 400) FROM public.tenant t LEFT JOIN audit.retention r ON r.tenant_no = t.no
$$;

-- The instant before which a tenant's events may go: the beginning of a day or, for those who keep the longest, of a month,
-- because then the whole month goes with its partition.
CREATE FUNCTION audit.cut_time(tenant int) RETURNS timestamptz LANGUAGE sql STABLE SET search_path = audit, pg_temp AS $$
  SELECT date_trunc(CASE WHEN own.days >= audit.longest_retention_days() THEN 'month' ELSE 'day' END,
                    now() - make_interval(days => own.days), 'UTC')
  FROM (SELECT audit.retention_days(tenant) AS days) own
$$;

-- How far a tenant's log is sealed: rows at or before this place in the order of sealing are leaves. No row where nothing is.
CREATE FUNCTION audit.sealed_to(tenant int) RETURNS TABLE (epoch int, xid xid8, seq bigint)
LANGUAGE sql STABLE SET search_path = audit, pg_temp AS $$
  SELECT t.epoch, t.last_xid, t.last_seq FROM audit.tree t WHERE t.tenant_no = tenant AND t.size > 0
$$;

-- The leaf of a sealed event; null where the tiles do not have it, which is a matter for verification.
CREATE FUNCTION audit.leaf_index(tenant int, event uuid) RETURNS bigint LANGUAGE sql STABLE SET search_path = audit, pg_temp AS $$
  SELECT (SELECT t.n * 256 + array_position(t.event_ids, event) - 1 FROM audit.tile t
          WHERE t.tenant_no = tenant AND t.level = 0 AND (t.epoch, t.first_xid, t.first_seq) <= (audit.epoch_of(e.seq), e.xid, e.seq)
          ORDER BY t.epoch DESC, t.first_xid DESC, t.first_seq DESC LIMIT 1)
  FROM audit.event e WHERE e.tenant_no = tenant AND e.id = event
$$;

-- The holds of a tenant that are in force, by what its rows carry: `nos` are the numbers of what is held, null means everything.
CREATE FUNCTION audit.holds_of(tenant int) RETURNS TABLE (nos int[], from_id uuid, to_id uuid)
LANGUAGE sql STABLE SET search_path = audit, pg_temp AS $$
  SELECT CASE WHEN h.scope ?| ARRAY['human', 'agent', 'server'] THEN ARRAY(
           SELECT d.no FROM audit.dim d WHERE d.tenant_no = tenant AND (
             (d.kind IN ('human', 'actor', 'resource') AND d.key = h.scope ->> 'human')
             OR (d.kind = 'agent' AND d.key = h.scope ->> 'agent')
             OR (d.kind = 'resource' AND d.key = h.scope ->> 'agent' AND d.ext_id LIKE 'agt\_%')
             OR (d.kind = 'resource' AND d.key = h.scope ->> 'server' AND d.ext_id LIKE 'srv\_%')))
         END,
         audit.uuid7_floor((h.scope ->> 'from')::timestamptz),
         audit.uuid7_floor((h.scope ->> 'to')::timestamptz)
  FROM audit.legal_hold h WHERE h.tenant_no = tenant AND h.released_at IS NULL
$$;

-- Whether a hold keeps one event, and with it its arguments.
CREATE FUNCTION audit.is_held(tenant int, event uuid) RETURNS boolean LANGUAGE sql STABLE SET search_path = audit, pg_temp AS $$
  SELECT EXISTS (
    SELECT FROM audit.event e JOIN audit.holds_of(tenant) h
      ON (h.nos IS NULL OR ARRAY[e.human_no, e.actor_no, e.agent_no, e.resource_no] && h.nos)
     AND (h.from_id IS NULL OR e.id >= h.from_id) AND (h.to_id IS NULL OR e.id < h.to_id)
    WHERE e.tenant_no = tenant AND e.id = event)
$$;

-- 4. Cutting. Tiles, tree heads and checkpoints stay, so that every proof goes on holding.

-- The instant that a UUIDv7 was made at (RFC 9562 §5.7).
CREATE FUNCTION audit.uuid7_time(id uuid) RETURNS timestamptz LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
  SELECT to_timestamp(('x' || lpad(left(replace(id::text, '-', ''), 12), 16, '0'))::bit(64)::bigint / 1000.0)
$$;

-- Counts of hours that went. Hours of which a hold has kept something are counted anew.
CREATE FUNCTION audit.cut_rollup(tenant int, before_at timestamptz) RETURNS void
LANGUAGE sql SET search_path = audit, pg_temp AS $$
  DELETE FROM audit.rollup_hour r WHERE r.tenant_no = tenant AND r.hour < before_at;
  INSERT INTO audit.rollup_hour (tenant_no, hour, type_no, outcome, n)
  SELECT e.tenant_no, date_trunc('hour', audit.uuid7_time(e.id), 'UTC'), e.type_no, e.outcome, count(*)
  FROM audit.event e
  WHERE e.tenant_no = tenant AND e.id < audit.uuid7_floor(before_at) AND EXISTS (SELECT FROM audit.holds_of(tenant))
  GROUP BY 1, 2, 3, 4
  ON CONFLICT DO NOTHING;
$$;

-- Puts on record, before it is done, that leaves may lose their events: those of events before `before_id` that are not younger
-- leaves than that of `last`, the event that was sealed last of those that go. Gives the index below which they are.
CREATE FUNCTION audit.record_cut(tenant int, before_id uuid, last uuid) RETURNS bigint
LANGUAGE plpgsql SET search_path = audit, pg_temp AS $$
#variable_conflict use_variable
DECLARE
  below bigint := audit.leaf_index(tenant, last) + 1;
BEGIN
  IF below IS NULL THEN
    RAISE EXCEPTION 'the tiles of tenant % do not have the sealed event %', tenant, last;
  END IF;
  below := greatest(below, (SELECT max(c.below_index) FROM audit.cut c WHERE c.tenant_no = tenant));
  INSERT INTO audit.cut AS c (tenant_no, below_index, before_id, cut_at) VALUES (tenant, below, before_id, now())
  ON CONFLICT ON CONSTRAINT cut_pkey DO UPDATE SET before_id = greatest(c.before_id, excluded.before_id), cut_at = excluded.cut_at;
  RETURN below;
END $$;

-- Deletes up to `most` events of a tenant that are past its retention, sealed and not held, with what hangs on them. What may go
-- is found here, not said by the caller. Gives no row when there was nothing to delete.
CREATE FUNCTION audit.purge(tenant int, most int)
RETURNS TABLE (events int, before_at timestamptz, below_index bigint, oldest_id uuid)
LANGUAGE plpgsql SECURITY DEFINER SET search_path = audit, pg_temp AS $$
#variable_conflict use_variable
DECLARE
  before_id uuid;
  gone uuid[];
BEGIN
  before_at := audit.cut_time(tenant);
  before_id := audit.uuid7_floor(before_at);
  IF EXISTS (SELECT FROM audit.holds_of(tenant) h WHERE h.nos IS NULL AND h.from_id IS NULL AND (h.to_id IS NULL OR h.to_id >= before_id)) THEN
    RETURN;
  END IF;
  gone := ARRAY(
    WITH holds AS MATERIALIZED (SELECT * FROM audit.holds_of(tenant))
    SELECT e.id FROM audit.event e, audit.sealed_to(tenant) s
    WHERE e.tenant_no = tenant AND e.id < before_id AND (audit.epoch_of(e.seq), e.xid, e.seq) <= (s.epoch, s.xid, s.seq)
      AND NOT EXISTS (
        SELECT FROM holds h
        WHERE (h.nos IS NULL OR ARRAY[e.human_no, e.actor_no, e.agent_no, e.resource_no] && h.nos)
          AND (h.from_id IS NULL OR e.id >= h.from_id) AND (h.to_id IS NULL OR e.id < h.to_id))
    ORDER BY e.id LIMIT least(most, 50000));
  IF cardinality(gone) = 0 THEN
    RETURN;
  END IF;
  below_index := audit.record_cut(tenant, before_id, (
    SELECT e.id FROM audit.event e WHERE e.tenant_no = tenant AND e.id = ANY (gone)
    ORDER BY audit.epoch_of(e.seq) DESC, e.xid DESC, e.seq DESC LIMIT 1));
  DELETE FROM audit.event e WHERE e.tenant_no = tenant AND e.id = ANY (gone);
  GET DIAGNOSTICS events = ROW_COUNT;
  DELETE FROM audit.payload p WHERE p.tenant_no = tenant AND p.event_id = ANY (gone);
  DELETE FROM audit.term t USING unnest(gone) AS g(id)
  WHERE t.tenant_no = tenant AND t.id = g.id AND t.id BETWEEN gone[1] AND gone[cardinality(gone)];
  PERFORM audit.cut_rollup(tenant, before_at);
  SELECT e.id INTO oldest_id FROM audit.event e WHERE e.tenant_no = tenant ORDER BY e.id LIMIT 1;
  RETURN NEXT;
END $$;

-- The tenants of a month's partition, one index probe each.
CREATE FUNCTION audit.tenants_in(partition text) RETURNS SETOF int LANGUAGE plpgsql STABLE SET search_path = audit, pg_temp AS $$
DECLARE
  tenant int := -1;
BEGIN
  LOOP
    EXECUTE format('SELECT min(tenant_no) FROM audit.%I WHERE tenant_no > $1', partition) INTO tenant USING tenant;
    EXIT WHEN tenant IS NULL;
    RETURN NEXT tenant;
  END LOOP;
END $$;

-- Drops a month of the log when everything in it is past its tenant's retention, sealed and not held. Gives one row a tenant
-- that had events in it, and none when the month must stay. Writers of other months wait for the drop only, and for no longer
-- than the lock timeout: then it fails, and the caller tries again.
CREATE FUNCTION audit.drop_month(month date)
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

-- 5. What there is to do: months that may be old enough, and tenants that have something past their retention.
CREATE FUNCTION audit.old_months() RETURNS SETOF date LANGUAGE sql STABLE SET search_path = audit, pg_temp AS $$
  SELECT m.first_day FROM pg_inherits i JOIN pg_class c ON c.oid = i.inhrelid,
    -- The planner may look at every name there is before it joins: others are no month.
    LATERAL (SELECT CASE WHEN c.relname ~ '^event_[0-9]{4}_[0-9]{2}$' THEN to_date(substr(c.relname, 7), 'YYYY_MM') END AS first_day) m
  WHERE i.inhparent = 'audit.event'::regclass AND m.first_day + interval '1 month' < now() - interval '30 days'
  ORDER BY 1
$$;
CREATE FUNCTION audit.due_tenants() RETURNS TABLE (no int, slug text, name text)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = audit, pg_temp AS $$
  SELECT t.no, t.slug, t.name
  FROM (SELECT audit.longest_retention_days() AS longest OFFSET 0) l, public.tenant t LEFT JOIN audit.retention r ON r.tenant_no = t.no
  WHERE EXISTS (
    SELECT FROM audit.event e WHERE e.tenant_no = t.no AND e.id < audit.uuid7_floor(
      date_trunc(CASE WHEN coalesce(r.days, 400) >= l.longest THEN 'month' ELSE 'day' END,
                 now() - make_interval(days => coalesce(r.days, 400)), 'UTC')))
  ORDER BY t.no
$$;
CREATE FUNCTION audit.tenant_names(numbers int[]) RETURNS TABLE (no int, slug text, name text)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = audit, pg_temp AS $$
  SELECT t.no, t.slug, t.name FROM public.tenant t WHERE t.no = ANY (numbers)
$$;

-- 6. Who may ask for it. What these functions delete is past its retention whoever calls them, so the gateway's own role may.
DO $$
DECLARE
  signature text;
BEGIN
  FOREACH signature IN ARRAY ARRAY['purge(int, int)', 'drop_month(date)', 'old_months()', 'due_tenants()', 'tenant_names(int[])'] LOOP
    EXECUTE format('REVOKE EXECUTE ON FUNCTION audit.%s FROM PUBLIC', signature);
    EXECUTE format('GRANT EXECUTE ON FUNCTION audit.%s TO countersign_writer', signature);
  END LOOP;
END $$;
-- Giving a function away needs the right to make one where it is.
GRANT CREATE ON SCHEMA audit TO countersign_keeper;
ALTER FUNCTION audit.purge(int, int) OWNER TO countersign_keeper;
REVOKE CREATE ON SCHEMA audit FROM countersign_keeper;
