-- The proof of the log: what the sealer keeps, and what verification looks at. Reasons and measurements: lib/audit/proof/README.md.

-- 1. How far sealing has come, over all tenants: one row. `epoch` counts the clusters that this log has lived in: restored from
-- a dump, a new cluster hands out transaction numbers that are smaller than those in the old rows.
CREATE TABLE audit.sweep (
  one boolean PRIMARY KEY DEFAULT true CHECK (one),
  epoch int NOT NULL DEFAULT 0,
  last_xid xid8 NOT NULL DEFAULT '0',
  last_seq bigint NOT NULL DEFAULT -1,
  -- The highest seq that was ever sealed.
  max_seq bigint NOT NULL DEFAULT -1,
  swept_at timestamptz NOT NULL DEFAULT now()
);
INSERT INTO audit.sweep DEFAULT VALUES;

-- Rows whose seq is above `floor_seq`, up to the next epoch's, are of epoch `no`. Epoch 0 has no row and begins at the beginning.
CREATE TABLE audit.epoch (
  no int PRIMARY KEY CHECK (no > 0),
  floor_seq bigint NOT NULL,
  began_at timestamptz NOT NULL DEFAULT now()
);

-- The epoch of a row.
CREATE FUNCTION audit.epoch_of(seq bigint) RETURNS int LANGUAGE sql STABLE PARALLEL SAFE AS $$
  SELECT coalesce(max(no), 0) FROM audit.epoch WHERE floor_seq < seq
$$;

-- 2. A tenant's tree. `last_xid` and `last_seq` are those of its newest leaf; `stalled` says why it is not sealed on.
ALTER TABLE audit.tree ADD COLUMN epoch int NOT NULL DEFAULT 0, ADD COLUMN stalled text;
ALTER TABLE audit.tree ALTER COLUMN last_seq SET DEFAULT -1;

-- Where the first leaf of a tile stands in the order of sealing; only on level 0, as are the ids.
ALTER TABLE audit.tile ADD COLUMN epoch int, ADD COLUMN first_xid xid8, ADD COLUMN first_seq bigint;
-- Hashes are as good as random: trying to compress them costs time and gains nothing.
ALTER TABLE audit.tile ALTER COLUMN hashes SET STORAGE EXTERNAL, ALTER COLUMN event_ids SET STORAGE EXTERNAL;
CREATE INDEX tile_position ON audit.tile (tenant_no, epoch, first_xid, first_seq) WHERE level = 0;

CREATE INDEX checkpoint_created ON audit.checkpoint (created_at);

-- 3. Public keys that checkpoints were signed with. The private one is derived from COUNTERSIGN_SECRET and never here. A key of an
-- earlier secret is trusted where the first one after it has signed for it: whoever can write here cannot.
CREATE TABLE audit.signing_key (
  key_id text PRIMARY KEY,
  public_key bytea NOT NULL CHECK (octet_length(public_key) = 32),
  created_at timestamptz NOT NULL DEFAULT now(),
  endorsed_by text,
  endorsement bytea
);

-- 4. What retention has removed: of the leaves below this index, those that no hold keeps have lost their rows.
CREATE TABLE audit.cut (
  tenant_no int NOT NULL,
  below_index bigint NOT NULL,
  before_id uuid NOT NULL,
  cut_at timestamptz NOT NULL DEFAULT now(),
  PRIMARY KEY (tenant_no, below_index)
);

-- 5. The last verification of a tenant's log.
CREATE TABLE audit.verification (
  tenant_no int PRIMARY KEY,
  at timestamptz NOT NULL,
  ok boolean NOT NULL,
  size bigint NOT NULL,
  problems int NOT NULL,
  seconds double precision NOT NULL
);

-- 6. Row-level security and privileges.
DO $$
DECLARE
  name text;
BEGIN
  FOREACH name IN ARRAY ARRAY['cut', 'verification'] LOOP
    EXECUTE format('ALTER TABLE audit.%I ENABLE ROW LEVEL SECURITY', name);
    EXECUTE format(
      'CREATE POLICY own_tenant ON audit.%I TO countersign_app USING (tenant_no = audit.current_tenant())
       WITH CHECK (tenant_no = audit.current_tenant())', name);
    EXECUTE format('CREATE POLICY every_tenant ON audit.%I TO countersign_writer, countersign_sealer USING (true) WITH CHECK (true)', name);
  END LOOP;
END $$;
GRANT SELECT ON audit.sweep, audit.epoch, audit.signing_key, audit.cut TO countersign_app, countersign_sealer;
GRANT UPDATE ON audit.sweep TO countersign_sealer;
GRANT INSERT ON audit.epoch TO countersign_sealer;
GRANT INSERT, UPDATE (endorsed_by, endorsement) ON audit.signing_key TO countersign_sealer;
GRANT DELETE ON audit.checkpoint TO countersign_sealer;
GRANT SELECT, INSERT, UPDATE ON audit.verification TO countersign_app;
GRANT SELECT ON audit.verification TO countersign_sealer;
GRANT USAGE ON SCHEMA public TO countersign_sealer;
-- A log is named after its tenant's slug.
GRANT SELECT (no, slug) ON public.tenant TO countersign_sealer;
