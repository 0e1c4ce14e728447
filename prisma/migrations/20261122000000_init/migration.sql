-- CreateSchema
CREATE SCHEMA IF NOT EXISTS "public";

-- CreateEnum
CREATE TYPE "ClientKind" AS ENUM ('cimd', 'dcr', 'manual');

-- CreateEnum
CREATE TYPE "TokenKind" AS ENUM ('static', 'access');

-- CreateEnum
CREATE TYPE "Role" AS ENUM ('owner', 'admin', 'auditor', 'viewer');

-- CreateEnum
CREATE TYPE "PolicyEffect" AS ENUM ('allow', 'deny');

-- CreateEnum
CREATE TYPE "PolicyStatus" AS ENUM ('draft', 'shadow', 'active', 'disabled');

-- CreateEnum
CREATE TYPE "InstanceStatus" AS ENUM ('active', 'suspended', 'disconnected');

-- CreateEnum
CREATE TYPE "ServerAuth" AS ENUM ('none', 'header', 'oauth');

-- CreateEnum
CREATE TYPE "ToolState" AS ENUM ('current', 'review', 'quarantined', 'removed');

-- CreateEnum
CREATE TYPE "ConnectionStatus" AS ENUM ('connected', 'needs_reauth', 'revoked');

-- CreateEnum
CREATE TYPE "Level" AS ENUM ('low', 'medium', 'high');

-- CreateEnum
CREATE TYPE "PrincipalStatus" AS ENUM ('active', 'suspended');

-- CreateTable
CREATE TABLE "oauth_client" (
    "tenant_no" INTEGER NOT NULL,
    "id" TEXT NOT NULL,
    "client_id" TEXT NOT NULL,
    "agent_id" TEXT NOT NULL,
    "kind" "ClientKind" NOT NULL,
    "metadata" JSONB NOT NULL,
    "secret_hash" BYTEA,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "last_used_at" TIMESTAMPTZ(3),

    CONSTRAINT "oauth_client_pkey" PRIMARY KEY ("tenant_no","id")
);

-- CreateTable
CREATE TABLE "access_token" (
    "tenant_no" INTEGER NOT NULL,
    "hash" BYTEA NOT NULL,
    "instance_id" TEXT NOT NULL,
    "kind" "TokenKind" NOT NULL,
    "audience" TEXT,
    "expires_at" TIMESTAMPTZ(3),
    "revoked_at" TIMESTAMPTZ(3),
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "access_token_pkey" PRIMARY KEY ("tenant_no","hash")
);

-- CreateTable
CREATE TABLE "refresh_token" (
    "tenant_no" INTEGER NOT NULL,
    "hash" BYTEA NOT NULL,
    "instance_id" TEXT NOT NULL,
    "audience" TEXT,
    "scope" TEXT NOT NULL DEFAULT '',
    "expires_at" TIMESTAMPTZ(3),
    "rotated_at" TIMESTAMPTZ(3),
    "revoked_at" TIMESTAMPTZ(3),
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "refresh_token_pkey" PRIMARY KEY ("tenant_no","hash")
);

-- CreateTable
CREATE TABLE "authorization_request" (
    "tenant_no" INTEGER NOT NULL,
    "id" TEXT NOT NULL,
    "oauth_client_id" TEXT NOT NULL,
    "human_id" TEXT,
    "redirect_uri" TEXT NOT NULL,
    "state" TEXT,
    "code_challenge" TEXT NOT NULL,
    "scope" TEXT NOT NULL DEFAULT '',
    "resource" TEXT,
    "expires_at" TIMESTAMPTZ(3) NOT NULL,
    "completed_at" TIMESTAMPTZ(3),
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "authorization_request_pkey" PRIMARY KEY ("tenant_no","id")
);

-- CreateTable
CREATE TABLE "authorization_code" (
    "tenant_no" INTEGER NOT NULL,
    "hash" BYTEA NOT NULL,
    "request_id" TEXT NOT NULL,
    "instance_id" TEXT NOT NULL,
    "expires_at" TIMESTAMPTZ(3) NOT NULL,
    "used_at" TIMESTAMPTZ(3),

    CONSTRAINT "authorization_code_pkey" PRIMARY KEY ("tenant_no","hash")
);

-- CreateTable
CREATE TABLE "organization" (
    "id" TEXT NOT NULL,
    "slug" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "organization_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "tenant" (
    "no" SERIAL NOT NULL,
    "slug" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "organization_id" TEXT NOT NULL,
    "policy_set_version" INTEGER NOT NULL DEFAULT 1,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "updated_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "tenant_pkey" PRIMARY KEY ("no")
);

-- CreateTable
CREATE TABLE "member" (
    "id" TEXT NOT NULL,
    "organization_id" TEXT NOT NULL,
    "user_id" TEXT NOT NULL,
    "role" "Role" NOT NULL,
    "tenant_no" INTEGER,
    "reach" TEXT NOT NULL DEFAULT '*',
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "member_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "user" (
    "id" TEXT NOT NULL,
    "email" TEXT NOT NULL,
    "email_verified" TIMESTAMPTZ(3),
    "name" TEXT,
    "image" TEXT,
    "password_hash" TEXT,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "user_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "account" (
    "id" TEXT NOT NULL,
    "user_id" TEXT NOT NULL,
    "type" TEXT NOT NULL,
    "provider" TEXT NOT NULL,
    "provider_account_id" TEXT NOT NULL,

    CONSTRAINT "account_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "session" (
    "id" TEXT NOT NULL,
    "session_token" TEXT NOT NULL,
    "user_id" TEXT NOT NULL,
    "expires" TIMESTAMPTZ(3) NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "ended_at" TIMESTAMPTZ(3),
    "ip" TEXT,
    "user_agent" TEXT,

    CONSTRAINT "session_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "api_key" (
    "tenant_no" INTEGER NOT NULL,
    "id" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "hash" BYTEA NOT NULL,
    "hint" TEXT NOT NULL,
    "scopes" TEXT[],
    "created_by" TEXT NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "revoked_at" TIMESTAMPTZ(3),

    CONSTRAINT "api_key_pkey" PRIMARY KEY ("tenant_no","id")
);

-- CreateTable
CREATE TABLE "policy" (
    "tenant_no" INTEGER NOT NULL,
    "id" TEXT NOT NULL,
    "version" INTEGER NOT NULL DEFAULT 1,
    "name" TEXT NOT NULL,
    "description" TEXT NOT NULL DEFAULT '',
    "effect" "PolicyEffect" NOT NULL,
    "status" "PolicyStatus" NOT NULL DEFAULT 'draft',
    "scope" JSONB NOT NULL,
    "when" JSONB,
    "unless" JSONB,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "updated_at" TIMESTAMPTZ(3) NOT NULL,
    "deleted_at" TIMESTAMPTZ(3),

    CONSTRAINT "policy_pkey" PRIMARY KEY ("tenant_no","id")
);

-- CreateTable
CREATE TABLE "policy_version" (
    "tenant_no" INTEGER NOT NULL,
    "policy_id" TEXT NOT NULL,
    "version" INTEGER NOT NULL,
    "name" TEXT NOT NULL,
    "description" TEXT NOT NULL,
    "effect" "PolicyEffect" NOT NULL,
    "status" "PolicyStatus" NOT NULL,
    "scope" JSONB NOT NULL,
    "when" JSONB,
    "unless" JSONB,
    "author" TEXT NOT NULL,
    "note" TEXT NOT NULL DEFAULT '',
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "policy_version_pkey" PRIMARY KEY ("tenant_no","policy_id","version")
);

-- CreateTable
CREATE TABLE "human" (
    "tenant_no" INTEGER NOT NULL,
    "id" TEXT NOT NULL,
    "key" TEXT NOT NULL,
    "email" TEXT,
    "name" TEXT,
    "status" "PrincipalStatus" NOT NULL DEFAULT 'active',
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "updated_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "human_pkey" PRIMARY KEY ("tenant_no","id")
);

-- CreateTable
CREATE TABLE "agent" (
    "tenant_no" INTEGER NOT NULL,
    "id" TEXT NOT NULL,
    "slug" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "tags" TEXT[],
    "status" "PrincipalStatus" NOT NULL DEFAULT 'active',
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "updated_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "agent_pkey" PRIMARY KEY ("tenant_no","id")
);

-- CreateTable
CREATE TABLE "instance" (
    "tenant_no" INTEGER NOT NULL,
    "id" TEXT NOT NULL,
    "agent_id" TEXT NOT NULL,
    "human_id" TEXT NOT NULL,
    "oauth_client_id" TEXT,
    "label" TEXT NOT NULL,
    "status" "InstanceStatus" NOT NULL DEFAULT 'active',
    "client_name" TEXT,
    "client_version" TEXT,
    "protocol_version" TEXT,
    "connected_at" TIMESTAMPTZ(3),
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "updated_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "instance_pkey" PRIMARY KEY ("tenant_no","id")
);

-- CreateTable
CREATE TABLE "server" (
    "tenant_no" INTEGER NOT NULL,
    "id" TEXT NOT NULL,
    "key" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "description" TEXT NOT NULL DEFAULT '',
    "url" TEXT NOT NULL,
    "auth" "ServerAuth" NOT NULL DEFAULT 'none',
    "auth_header" TEXT,
    "auth_secret" BYTEA,
    "enabled" BOOLEAN NOT NULL DEFAULT true,
    "tags" TEXT[],
    "era" TEXT,
    "protocol_version" TEXT,
    "server_info" JSONB,
    "capabilities" JSONB,
    "discovered_at" TIMESTAMPTZ(3),
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "updated_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "server_pkey" PRIMARY KEY ("tenant_no","id")
);

-- CreateTable
CREATE TABLE "tool" (
    "tenant_no" INTEGER NOT NULL,
    "id" TEXT NOT NULL,
    "server_id" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "slug" TEXT NOT NULL,
    "title" TEXT,
    "description" TEXT NOT NULL DEFAULT '',
    "input_schema" JSONB NOT NULL,
    "output_schema" JSONB,
    "annotations" JSONB,
    "level" "Level" NOT NULL,
    "level_suggested" "Level" NOT NULL,
    "level_reason" TEXT NOT NULL,
    "enabled" BOOLEAN NOT NULL DEFAULT true,
    "state" "ToolState" NOT NULL DEFAULT 'current',
    "definition_hash" TEXT NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "updated_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "tool_pkey" PRIMARY KEY ("tenant_no","id")
);

-- CreateTable
CREATE TABLE "tool_definition" (
    "tenant_no" INTEGER NOT NULL,
    "id" TEXT NOT NULL,
    "tool_id" TEXT NOT NULL,
    "hash" TEXT NOT NULL,
    "definition" JSONB NOT NULL,
    "seen_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "tool_definition_pkey" PRIMARY KEY ("tenant_no","id")
);

-- CreateTable
CREATE TABLE "grant" (
    "tenant_no" INTEGER NOT NULL,
    "human_id" TEXT NOT NULL,
    "server_id" TEXT NOT NULL,
    "ceiling" "Level" NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "updated_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "grant_pkey" PRIMARY KEY ("tenant_no","human_id","server_id")
);

-- CreateTable
CREATE TABLE "consent" (
    "tenant_no" INTEGER NOT NULL,
    "instance_id" TEXT NOT NULL,
    "server_id" TEXT NOT NULL,
    "level" "Level" NOT NULL,
    "expires_at" TIMESTAMPTZ(3),
    "excluded_tools" TEXT[],
    "definition_hashes" JSONB NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "updated_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "consent_pkey" PRIMARY KEY ("tenant_no","instance_id","server_id")
);

-- CreateTable
CREATE TABLE "listing" (
    "tenant_no" INTEGER NOT NULL,
    "instance_id" TEXT NOT NULL,
    "server_id" TEXT NOT NULL,
    "tools" TEXT[],
    "listed_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "listing_pkey" PRIMARY KEY ("tenant_no","instance_id","server_id")
);

-- CreateTable
CREATE TABLE "connection" (
    "tenant_no" INTEGER NOT NULL,
    "id" TEXT NOT NULL,
    "human_id" TEXT NOT NULL,
    "server_id" TEXT NOT NULL,
    "status" "ConnectionStatus" NOT NULL,
    "issuer" TEXT,
    "scopes" TEXT[],
    "tokens" BYTEA,
    "expires_at" TIMESTAMPTZ(3),
    "last_error" TEXT,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "updated_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "connection_pkey" PRIMARY KEY ("tenant_no","id")
);

-- CreateIndex
CREATE UNIQUE INDEX "oauth_client_tenant_no_client_id_key" ON "oauth_client"("tenant_no", "client_id");

-- CreateIndex
CREATE INDEX "access_token_tenant_no_instance_id_idx" ON "access_token"("tenant_no", "instance_id");

-- CreateIndex
CREATE INDEX "refresh_token_tenant_no_instance_id_idx" ON "refresh_token"("tenant_no", "instance_id");

-- CreateIndex
CREATE UNIQUE INDEX "organization_slug_key" ON "organization"("slug");

-- CreateIndex
CREATE UNIQUE INDEX "tenant_slug_key" ON "tenant"("slug");

-- CreateIndex
CREATE UNIQUE INDEX "tenant_organization_id_no_key" ON "tenant"("organization_id", "no");

-- CreateIndex
CREATE INDEX "member_user_id_idx" ON "member"("user_id");

-- CreateIndex
CREATE UNIQUE INDEX "member_organization_id_user_id_reach_key" ON "member"("organization_id", "user_id", "reach");

-- CreateIndex
CREATE UNIQUE INDEX "user_email_key" ON "user"("email");

-- CreateIndex
CREATE UNIQUE INDEX "account_provider_provider_account_id_key" ON "account"("provider", "provider_account_id");

-- CreateIndex
CREATE UNIQUE INDEX "session_session_token_key" ON "session"("session_token");

-- CreateIndex
CREATE INDEX "session_user_id_idx" ON "session"("user_id");

-- CreateIndex
CREATE UNIQUE INDEX "api_key_hash_key" ON "api_key"("hash");

-- CreateIndex
CREATE UNIQUE INDEX "human_tenant_no_key_key" ON "human"("tenant_no", "key");

-- CreateIndex
CREATE UNIQUE INDEX "human_tenant_no_email_key" ON "human"("tenant_no", "email");

-- CreateIndex
CREATE UNIQUE INDEX "agent_tenant_no_slug_key" ON "agent"("tenant_no", "slug");

-- CreateIndex
CREATE INDEX "instance_tenant_no_agent_id_idx" ON "instance"("tenant_no", "agent_id");

-- CreateIndex
CREATE INDEX "instance_tenant_no_human_id_idx" ON "instance"("tenant_no", "human_id");

-- CreateIndex
CREATE UNIQUE INDEX "server_tenant_no_key_key" ON "server"("tenant_no", "key");

-- CreateIndex
CREATE UNIQUE INDEX "tool_tenant_no_server_id_name_key" ON "tool"("tenant_no", "server_id", "name");

-- CreateIndex
CREATE UNIQUE INDEX "tool_tenant_no_server_id_slug_key" ON "tool"("tenant_no", "server_id", "slug");

-- CreateIndex
CREATE UNIQUE INDEX "tool_definition_tenant_no_tool_id_hash_key" ON "tool_definition"("tenant_no", "tool_id", "hash");

-- CreateIndex
CREATE INDEX "grant_tenant_no_server_id_idx" ON "grant"("tenant_no", "server_id");

-- CreateIndex
CREATE INDEX "consent_tenant_no_server_id_idx" ON "consent"("tenant_no", "server_id");

-- CreateIndex
CREATE UNIQUE INDEX "connection_tenant_no_human_id_server_id_key" ON "connection"("tenant_no", "human_id", "server_id");

-- AddForeignKey
ALTER TABLE "oauth_client" ADD CONSTRAINT "oauth_client_tenant_no_fkey" FOREIGN KEY ("tenant_no") REFERENCES "tenant"("no") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "oauth_client" ADD CONSTRAINT "oauth_client_tenant_no_agent_id_fkey" FOREIGN KEY ("tenant_no", "agent_id") REFERENCES "agent"("tenant_no", "id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "access_token" ADD CONSTRAINT "access_token_tenant_no_fkey" FOREIGN KEY ("tenant_no") REFERENCES "tenant"("no") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "access_token" ADD CONSTRAINT "access_token_tenant_no_instance_id_fkey" FOREIGN KEY ("tenant_no", "instance_id") REFERENCES "instance"("tenant_no", "id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "refresh_token" ADD CONSTRAINT "refresh_token_tenant_no_fkey" FOREIGN KEY ("tenant_no") REFERENCES "tenant"("no") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "refresh_token" ADD CONSTRAINT "refresh_token_tenant_no_instance_id_fkey" FOREIGN KEY ("tenant_no", "instance_id") REFERENCES "instance"("tenant_no", "id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "authorization_request" ADD CONSTRAINT "authorization_request_tenant_no_fkey" FOREIGN KEY ("tenant_no") REFERENCES "tenant"("no") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "authorization_request" ADD CONSTRAINT "authorization_request_tenant_no_oauth_client_id_fkey" FOREIGN KEY ("tenant_no", "oauth_client_id") REFERENCES "oauth_client"("tenant_no", "id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "authorization_request" ADD CONSTRAINT "authorization_request_tenant_no_human_id_fkey" FOREIGN KEY ("tenant_no", "human_id") REFERENCES "human"("tenant_no", "id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "authorization_code" ADD CONSTRAINT "authorization_code_tenant_no_fkey" FOREIGN KEY ("tenant_no") REFERENCES "tenant"("no") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "authorization_code" ADD CONSTRAINT "authorization_code_tenant_no_request_id_fkey" FOREIGN KEY ("tenant_no", "request_id") REFERENCES "authorization_request"("tenant_no", "id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "authorization_code" ADD CONSTRAINT "authorization_code_tenant_no_instance_id_fkey" FOREIGN KEY ("tenant_no", "instance_id") REFERENCES "instance"("tenant_no", "id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "tenant" ADD CONSTRAINT "tenant_organization_id_fkey" FOREIGN KEY ("organization_id") REFERENCES "organization"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "member" ADD CONSTRAINT "member_organization_id_fkey" FOREIGN KEY ("organization_id") REFERENCES "organization"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "member" ADD CONSTRAINT "member_user_id_fkey" FOREIGN KEY ("user_id") REFERENCES "user"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "member" ADD CONSTRAINT "member_organization_id_tenant_no_fkey" FOREIGN KEY ("organization_id", "tenant_no") REFERENCES "tenant"("organization_id", "no") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "account" ADD CONSTRAINT "account_user_id_fkey" FOREIGN KEY ("user_id") REFERENCES "user"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "session" ADD CONSTRAINT "session_user_id_fkey" FOREIGN KEY ("user_id") REFERENCES "user"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "api_key" ADD CONSTRAINT "api_key_tenant_no_fkey" FOREIGN KEY ("tenant_no") REFERENCES "tenant"("no") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "policy" ADD CONSTRAINT "policy_tenant_no_fkey" FOREIGN KEY ("tenant_no") REFERENCES "tenant"("no") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "policy_version" ADD CONSTRAINT "policy_version_tenant_no_fkey" FOREIGN KEY ("tenant_no") REFERENCES "tenant"("no") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "policy_version" ADD CONSTRAINT "policy_version_tenant_no_policy_id_fkey" FOREIGN KEY ("tenant_no", "policy_id") REFERENCES "policy"("tenant_no", "id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "human" ADD CONSTRAINT "human_tenant_no_fkey" FOREIGN KEY ("tenant_no") REFERENCES "tenant"("no") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "agent" ADD CONSTRAINT "agent_tenant_no_fkey" FOREIGN KEY ("tenant_no") REFERENCES "tenant"("no") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "instance" ADD CONSTRAINT "instance_tenant_no_fkey" FOREIGN KEY ("tenant_no") REFERENCES "tenant"("no") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "instance" ADD CONSTRAINT "instance_tenant_no_agent_id_fkey" FOREIGN KEY ("tenant_no", "agent_id") REFERENCES "agent"("tenant_no", "id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "instance" ADD CONSTRAINT "instance_tenant_no_human_id_fkey" FOREIGN KEY ("tenant_no", "human_id") REFERENCES "human"("tenant_no", "id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "instance" ADD CONSTRAINT "instance_tenant_no_oauth_client_id_fkey" FOREIGN KEY ("tenant_no", "oauth_client_id") REFERENCES "oauth_client"("tenant_no", "id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "server" ADD CONSTRAINT "server_tenant_no_fkey" FOREIGN KEY ("tenant_no") REFERENCES "tenant"("no") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "tool" ADD CONSTRAINT "tool_tenant_no_fkey" FOREIGN KEY ("tenant_no") REFERENCES "tenant"("no") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "tool" ADD CONSTRAINT "tool_tenant_no_server_id_fkey" FOREIGN KEY ("tenant_no", "server_id") REFERENCES "server"("tenant_no", "id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "tool_definition" ADD CONSTRAINT "tool_definition_tenant_no_fkey" FOREIGN KEY ("tenant_no") REFERENCES "tenant"("no") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "tool_definition" ADD CONSTRAINT "tool_definition_tenant_no_tool_id_fkey" FOREIGN KEY ("tenant_no", "tool_id") REFERENCES "tool"("tenant_no", "id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "grant" ADD CONSTRAINT "grant_tenant_no_fkey" FOREIGN KEY ("tenant_no") REFERENCES "tenant"("no") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "grant" ADD CONSTRAINT "grant_tenant_no_human_id_fkey" FOREIGN KEY ("tenant_no", "human_id") REFERENCES "human"("tenant_no", "id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "grant" ADD CONSTRAINT "grant_tenant_no_server_id_fkey" FOREIGN KEY ("tenant_no", "server_id") REFERENCES "server"("tenant_no", "id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "consent" ADD CONSTRAINT "consent_tenant_no_fkey" FOREIGN KEY ("tenant_no") REFERENCES "tenant"("no") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "consent" ADD CONSTRAINT "consent_tenant_no_instance_id_fkey" FOREIGN KEY ("tenant_no", "instance_id") REFERENCES "instance"("tenant_no", "id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "consent" ADD CONSTRAINT "consent_tenant_no_server_id_fkey" FOREIGN KEY ("tenant_no", "server_id") REFERENCES "server"("tenant_no", "id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "listing" ADD CONSTRAINT "listing_tenant_no_fkey" FOREIGN KEY ("tenant_no") REFERENCES "tenant"("no") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "listing" ADD CONSTRAINT "listing_tenant_no_instance_id_fkey" FOREIGN KEY ("tenant_no", "instance_id") REFERENCES "instance"("tenant_no", "id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "listing" ADD CONSTRAINT "listing_tenant_no_server_id_fkey" FOREIGN KEY ("tenant_no", "server_id") REFERENCES "server"("tenant_no", "id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "connection" ADD CONSTRAINT "connection_tenant_no_fkey" FOREIGN KEY ("tenant_no") REFERENCES "tenant"("no") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "connection" ADD CONSTRAINT "connection_tenant_no_human_id_fkey" FOREIGN KEY ("tenant_no", "human_id") REFERENCES "human"("tenant_no", "id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "connection" ADD CONSTRAINT "connection_tenant_no_server_id_fkey" FOREIGN KEY ("tenant_no", "server_id") REFERENCES "server"("tenant_no", "id") ON DELETE CASCADE ON UPDATE CASCADE;


