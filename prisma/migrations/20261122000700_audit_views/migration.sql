-- Searches of the log that somebody has given a name.
CREATE TABLE "saved_view" (
    "tenant_no" INTEGER NOT NULL,
    "id" TEXT NOT NULL,
    "owner" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "query" TEXT NOT NULL,
    "shared" BOOLEAN NOT NULL DEFAULT false,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "updated_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "saved_view_pkey" PRIMARY KEY ("tenant_no","id")
);
CREATE UNIQUE INDEX "saved_view_tenant_no_owner_name_key" ON "saved_view"("tenant_no", "owner", "name");
ALTER TABLE "saved_view" ADD CONSTRAINT "saved_view_tenant_no_fkey" FOREIGN KEY ("tenant_no") REFERENCES "tenant"("no") ON DELETE RESTRICT ON UPDATE CASCADE;
-- New tables are the application's by default only where the role that made the first ones makes these too.
GRANT SELECT, INSERT, UPDATE, DELETE ON "saved_view" TO countersign_app;
