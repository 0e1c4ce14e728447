-- Agents connect by OAuth, humans connect their accounts at upstream servers. Reasons: lib/oauth/README.md, lib/connections/README.md.

-- CreateEnum
CREATE TYPE "SuspendedBy" AS ENUM ('human', 'admin', 'both');

-- CreateEnum
CREATE TYPE "UpstreamClientKind" AS ENUM ('cimd', 'dcr', 'manual');

-- AlterTable
ALTER TABLE "oauth_client" ADD COLUMN     "etag" TEXT,
ADD COLUMN     "expires_at" TIMESTAMPTZ(3),
ADD COLUMN     "fingerprint" BYTEA,
ADD COLUMN     "fresh_until" TIMESTAMPTZ(3),
ADD COLUMN     "human_id" TEXT,
ADD COLUMN     "registrations" INTEGER NOT NULL DEFAULT 1,
ADD COLUMN     "status" "PrincipalStatus" NOT NULL DEFAULT 'active';

-- AlterTable
ALTER TABLE "refresh_token" ADD COLUMN     "successor" BYTEA;

-- AlterTable
ALTER TABLE "authorization_request" DROP COLUMN "resource",
ADD COLUMN     "audience" TEXT,
ADD COLUMN     "ip" TEXT,
ADD COLUMN     "offline" BOOLEAN NOT NULL DEFAULT true,
ADD COLUMN     "session_id" TEXT,
ADD COLUMN     "user_agent" TEXT;

-- AlterTable
ALTER TABLE "instance" ADD COLUMN     "suspended_by" "SuspendedBy";

-- AlterTable
ALTER TABLE "server" ADD COLUMN     "auth_scopes" TEXT[] DEFAULT ARRAY[]::TEXT[];

-- AlterTable
ALTER TABLE "connection" ADD COLUMN     "account" TEXT,
ADD COLUMN     "last_used_at" TIMESTAMPTZ(3),
ADD COLUMN     "refreshed_at" TIMESTAMPTZ(3),
ADD COLUMN     "upstream_client_id" TEXT,
ADD COLUMN     "version" INTEGER NOT NULL DEFAULT 0,
ADD COLUMN     "wanted_scopes" TEXT[] DEFAULT ARRAY[]::TEXT[];

-- CreateTable
CREATE TABLE "client_assertion" (
    "tenant_no" INTEGER NOT NULL,
    "oauth_client_id" TEXT NOT NULL,
    "jti" BYTEA NOT NULL,
    "expires_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "client_assertion_pkey" PRIMARY KEY ("tenant_no","oauth_client_id","jti")
);

-- CreateTable
CREATE TABLE "signing_key" (
    "tenant_no" INTEGER NOT NULL,
    "kid" TEXT NOT NULL,
    "public_jwk" JSONB NOT NULL,
    "sealed" BYTEA NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "retired_at" TIMESTAMPTZ(3),

    CONSTRAINT "signing_key_pkey" PRIMARY KEY ("tenant_no","kid")
);

-- CreateTable
CREATE TABLE "oauth_settings" (
    "tenant_no" INTEGER NOT NULL,
    "registration" BOOLEAN NOT NULL DEFAULT true,
    "documents" BOOLEAN NOT NULL DEFAULT true,
    "admitted" TEXT[] DEFAULT ARRAY[]::TEXT[],
    "access_token_seconds" INTEGER NOT NULL DEFAULT 3600,
    "refresh_token_days" INTEGER NOT NULL DEFAULT 90,
    "grace_seconds" INTEGER NOT NULL DEFAULT 120,
    "consent_days" INTEGER,
    "updated_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "oauth_settings_pkey" PRIMARY KEY ("tenant_no")
);

-- CreateTable
CREATE TABLE "onboarding" (
    "tenant_no" INTEGER NOT NULL,
    "id" TEXT NOT NULL,
    "key" TEXT NOT NULL,
    "client_id" TEXT,
    "client" TEXT,
    "server" TEXT,
    "ip" TEXT,
    "user_agent" TEXT,
    "steps" JSONB NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "updated_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "onboarding_pkey" PRIMARY KEY ("tenant_no","id")
);

-- CreateTable
CREATE TABLE "invitation" (
    "tenant_no" INTEGER NOT NULL,
    "hash" BYTEA NOT NULL,
    "human_id" TEXT NOT NULL,
    "email" TEXT NOT NULL,
    "leads_to" TEXT NOT NULL,
    "created_by" TEXT NOT NULL,
    "expires_at" TIMESTAMPTZ(3) NOT NULL,
    "used_at" TIMESTAMPTZ(3),
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "invitation_pkey" PRIMARY KEY ("hash")
);

-- CreateTable
CREATE TABLE "upstream_client" (
    "tenant_no" INTEGER NOT NULL,
    "id" TEXT NOT NULL,
    "server_id" TEXT NOT NULL,
    "issuer" TEXT NOT NULL,
    "kind" "UpstreamClientKind" NOT NULL,
    "client_id" TEXT NOT NULL,
    "secret" BYTEA,
    "metadata" JSONB NOT NULL DEFAULT '{}',
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "updated_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "upstream_client_pkey" PRIMARY KEY ("tenant_no","id")
);

-- CreateTable
CREATE TABLE "connection_attempt" (
    "tenant_no" INTEGER NOT NULL,
    "state" BYTEA NOT NULL,
    "human_id" TEXT NOT NULL,
    "server_id" TEXT NOT NULL,
    "upstream_client_id" TEXT NOT NULL,
    "session_id" TEXT NOT NULL,
    "sealed" BYTEA NOT NULL,
    "return_to" TEXT NOT NULL,
    "expires_at" TIMESTAMPTZ(3) NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "connection_attempt_pkey" PRIMARY KEY ("tenant_no","state")
);

-- CreateTable
CREATE TABLE "report" (
    "tenant_no" INTEGER NOT NULL,
    "id" TEXT NOT NULL,
    "human_id" TEXT NOT NULL,
    "instance_id" TEXT,
    "event_id" TEXT NOT NULL,
    "text" TEXT NOT NULL DEFAULT '',
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "resolved_at" TIMESTAMPTZ(3),
    "resolved_by" TEXT,

    CONSTRAINT "report_pkey" PRIMARY KEY ("tenant_no","id")
);

-- CreateIndex
CREATE INDEX "onboarding_tenant_no_key_idx" ON "onboarding"("tenant_no", "key");

-- CreateIndex
CREATE INDEX "onboarding_tenant_no_updated_at_idx" ON "onboarding"("tenant_no", "updated_at");

-- CreateIndex
CREATE INDEX "invitation_tenant_no_human_id_idx" ON "invitation"("tenant_no", "human_id");

-- CreateIndex
CREATE UNIQUE INDEX "upstream_client_tenant_no_server_id_issuer_key" ON "upstream_client"("tenant_no", "server_id", "issuer");

-- CreateIndex
CREATE INDEX "report_tenant_no_resolved_at_idx" ON "report"("tenant_no", "resolved_at");

-- CreateIndex
CREATE UNIQUE INDEX "report_tenant_no_human_id_event_id_key" ON "report"("tenant_no", "human_id", "event_id");

-- CreateIndex
CREATE UNIQUE INDEX "oauth_client_tenant_no_fingerprint_key" ON "oauth_client"("tenant_no", "fingerprint");

-- AddForeignKey
ALTER TABLE "invitation" ADD CONSTRAINT "invitation_tenant_no_human_id_fkey" FOREIGN KEY ("tenant_no", "human_id") REFERENCES "human"("tenant_no", "id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "oauth_client" ADD CONSTRAINT "oauth_client_tenant_no_human_id_fkey" FOREIGN KEY ("tenant_no", "human_id") REFERENCES "human"("tenant_no", "id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "client_assertion" ADD CONSTRAINT "client_assertion_tenant_no_fkey" FOREIGN KEY ("tenant_no") REFERENCES "tenant"("no") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "client_assertion" ADD CONSTRAINT "client_assertion_tenant_no_oauth_client_id_fkey" FOREIGN KEY ("tenant_no", "oauth_client_id") REFERENCES "oauth_client"("tenant_no", "id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "signing_key" ADD CONSTRAINT "signing_key_tenant_no_fkey" FOREIGN KEY ("tenant_no") REFERENCES "tenant"("no") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "oauth_settings" ADD CONSTRAINT "oauth_settings_tenant_no_fkey" FOREIGN KEY ("tenant_no") REFERENCES "tenant"("no") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "onboarding" ADD CONSTRAINT "onboarding_tenant_no_fkey" FOREIGN KEY ("tenant_no") REFERENCES "tenant"("no") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "connection" ADD CONSTRAINT "connection_tenant_no_upstream_client_id_fkey" FOREIGN KEY ("tenant_no", "upstream_client_id") REFERENCES "upstream_client"("tenant_no", "id") ON DELETE NO ACTION ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "upstream_client" ADD CONSTRAINT "upstream_client_tenant_no_fkey" FOREIGN KEY ("tenant_no") REFERENCES "tenant"("no") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "upstream_client" ADD CONSTRAINT "upstream_client_tenant_no_server_id_fkey" FOREIGN KEY ("tenant_no", "server_id") REFERENCES "server"("tenant_no", "id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "connection_attempt" ADD CONSTRAINT "connection_attempt_tenant_no_fkey" FOREIGN KEY ("tenant_no") REFERENCES "tenant"("no") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "connection_attempt" ADD CONSTRAINT "connection_attempt_tenant_no_human_id_fkey" FOREIGN KEY ("tenant_no", "human_id") REFERENCES "human"("tenant_no", "id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "connection_attempt" ADD CONSTRAINT "connection_attempt_tenant_no_server_id_fkey" FOREIGN KEY ("tenant_no", "server_id") REFERENCES "server"("tenant_no", "id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "connection_attempt" ADD CONSTRAINT "connection_attempt_tenant_no_upstream_client_id_fkey" FOREIGN KEY ("tenant_no", "upstream_client_id") REFERENCES "upstream_client"("tenant_no", "id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "report" ADD CONSTRAINT "report_tenant_no_fkey" FOREIGN KEY ("tenant_no") REFERENCES "tenant"("no") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "report" ADD CONSTRAINT "report_tenant_no_human_id_fkey" FOREIGN KEY ("tenant_no", "human_id") REFERENCES "human"("tenant_no", "id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "report" ADD CONSTRAINT "report_tenant_no_instance_id_fkey" FOREIGN KEY ("tenant_no", "instance_id") REFERENCES "instance"("tenant_no", "id") ON DELETE NO ACTION ON UPDATE CASCADE;

-- Which account speaks for a human.
ALTER TABLE "human" ADD COLUMN "user_id" TEXT;
ALTER TABLE "human" ADD CONSTRAINT "human_user_id_fkey" FOREIGN KEY ("user_id") REFERENCES "user"("id") ON DELETE SET NULL ON UPDATE CASCADE;
CREATE INDEX "human_user_id_idx" ON "human"("user_id");

-- One key signs at a time, whatever processes begin together.
CREATE UNIQUE INDEX "signing_key_current" ON "signing_key"("tenant_no") WHERE "retired_at" IS NULL;

-- What has expired is swept away.
CREATE INDEX "access_token_expires_at_idx" ON "access_token"("expires_at") WHERE "expires_at" IS NOT NULL;
CREATE INDEX "refresh_token_expires_at_idx" ON "refresh_token"("expires_at") WHERE "expires_at" IS NOT NULL;
CREATE INDEX "authorization_request_expires_at_idx" ON "authorization_request"("expires_at");
CREATE INDEX "oauth_client_expires_at_idx" ON "oauth_client"("expires_at") WHERE "expires_at" IS NOT NULL;

-- New tables are the application's by default only where the role that made the first ones makes these too.
GRANT SELECT, INSERT, UPDATE, DELETE ON "client_assertion", "signing_key", "oauth_settings", "onboarding", "invitation",
  "upstream_client", "connection_attempt", "report" TO countersign_app;
