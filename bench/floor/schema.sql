-- The audit row of the floor `group`: the least that says who did what, with the indexes of the filters people use.
CREATE TABLE call (
  id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  tenant text NOT NULL,
  at timestamptz NOT NULL,
  actor text NOT NULL,
  human text NOT NULL,
  action text NOT NULL,
  resource text NOT NULL,
  tool text NOT NULL,
  decision text NOT NULL,
  latency_us int NOT NULL,
  details jsonb NOT NULL
);
CREATE INDEX call_at ON call (tenant, at DESC);
CREATE INDEX call_actor ON call (tenant, actor, at DESC);
CREATE INDEX call_resource ON call (tenant, resource, at DESC);
