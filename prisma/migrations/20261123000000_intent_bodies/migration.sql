-- An intent lives for one call. Its body is written and deleted, and read after a crash only: it is not taken apart into jsonb, and
-- up to the size of a page not compressed.
ALTER TABLE audit.intent ALTER COLUMN body TYPE json USING body::text::json;
ALTER TABLE audit.intent SET (toast_tuple_target = 8160);
