import "server-only";
import { randomBytes } from "node:crypto";
import { z } from "zod";
import { personal } from "@/lib/audit/draft";
import { write } from "@/lib/audit/write";
import { database } from "@/lib/db/client";
import type { Ctx, Surface } from "@/lib/kernel/ctx";
import { conflict } from "@/lib/kernel/errors";
import { newId } from "@/lib/kernel/ids";
import { hashSecret, newSecret } from "@/lib/kernel/keys";
import { reservedSlugs } from "@/lib/kernel/paths";
import { hashPassword } from "../members/password";
import { seedPolicies } from "../policies/seed-policies";
import { TenantName } from "./tenant-settings";

export const TenantSlug = z
  .string()
  .regex(/^[a-z0-9](?:[a-z0-9-]{0,46}[a-z0-9])?$/, "Use 1 to 48 lower-case letters, digits and inner hyphens.")
  .refine((slug) => !reservedSlugs.has(slug), "This name is a place of the product itself. Choose another.");

export const CreateTenantInput = z.object({
  slug: TenantSlug,
  name: TenantName,
  /** Name of the organization; one of the same slug is used again. */
  organization: z.string().trim().min(1).max(80),
  owner: z.email().transform((email) => email.toLowerCase()),
  password: z.string().min(10, "Use at least 10 characters.").max(200).optional(),
});
export type CreateTenantInput = z.infer<typeof CreateTenantInput>;

export type CreatedTenant = {
  tenant: { slug: string; name: string };
  organization: { slug: string; name: string };
  /** `password` only where it was generated here. */
  owner: { email: string; password?: string };
  /** An API key with every scope, shown this once. */
  key: string;
};

/**
 * Makes a tenant with its organization (new or existing), its owner, its first API key and the seeded policy, in one
 * transaction. An existing user keeps their password. Throws `conflict` when the slug is taken.
 */
export async function createTenant(input: CreateTenantInput, surface: Surface = "cli"): Promise<CreatedTenant> {
  const organizationSlug = toSlug(input.organization);
  const taken = await database().tenant.findUnique({ where: { slug: input.slug } });
  if (taken) throw conflict(`The environment "${input.slug}" exists already.`, "slug");

  const organization = await database().organization.findUnique({ where: { slug: organizationSlug } });
  const organizationId = organization?.id ?? newId("organization");
  const user = await database().user.findUnique({ where: { email: input.owner } });
  const generated = user === null && input.password === undefined ? randomBytes(12).toString("base64url") : undefined;
  const password = user === null ? (input.password ?? generated) : undefined;
  const passwordHash = password === undefined ? null : await hashPassword(password);
  const key = newSecret("csk");

  const ctx: Ctx = {
    tenant: { no: await nextTenantNo(), slug: input.slug, organizationId },
    actor: {
      type: "system",
      id: surface === "cli" ? "cli" : "setup",
      name: surface === "cli" ? "Command line" : "First start",
    },
    scopes: ["*"],
    surface,
    requestId: newId("request"),
    ip: null,
    userAgent: null,
  };

  await write(ctx, async (tx, record) => {
    if (!organization)
      await tx.organization.create({ data: { id: organizationId, slug: organizationSlug, name: input.organization } });
    await tx.tenant.create({ data: { no: ctx.tenant.no, slug: input.slug, name: input.name, organizationId } });
    await record({
      type: "tenant.created",
      resource: { type: "tenant", key: input.slug, name: input.name },
      refs: { resource: { id: `tenant:${ctx.tenant.no}`, key: input.slug } },
      changes: { before: null, after: { slug: input.slug, name: input.name, organization: input.organization } },
    });

    const userId = user?.id ?? newId("user");
    if (!user) await tx.user.create({ data: { id: userId, email: input.owner, passwordHash } });
    const existing = await tx.member.findFirst({ where: { organizationId, userId, reach: "*" } });
    if (!existing) {
      const memberId = newId("member");
      await tx.member.create({ data: { id: memberId, organizationId, userId, role: "owner" } });
      await record({
        type: "member.created",
        resource: { type: "member", key: memberId, name: input.owner },
        refs: { resource: { id: memberId, key: memberId } },
        changes: { before: null, after: { email: personal(memberId, input.owner), role: "owner", tenantOnly: false } },
      });
    }

    const keyId = newId("key");
    await tx.apiKey.create({
      data: {
        tenantNo: ctx.tenant.no,
        id: keyId,
        name: "First key",
        hash: hashSecret(key),
        hint: key.slice(-4),
        scopes: ["*"],
        createdBy: ctx.actor.id,
      },
    });
    await record({
      type: "key.created",
      resource: { type: "key", key: keyId, name: "First key" },
      refs: { resource: { id: keyId, key: keyId } },
      changes: { before: null, after: { name: "First key", scopes: ["*"], hint: key.slice(-4) } },
    });
    await seedPolicies(tx, record, ctx);
  }).catch((error: unknown) => {
    if (isUniqueViolation(error)) throw conflict(`The environment "${input.slug}" exists already.`, "slug");
    throw error;
  });

  return {
    tenant: { slug: input.slug, name: input.name },
    organization: { slug: organizationSlug, name: organization?.name ?? input.organization },
    owner: { email: input.owner, ...(generated === undefined ? {} : { password: generated }) },
    key,
  };
}

/** The number is drawn first, because the events of the transaction already carry it. */
async function nextTenantNo(): Promise<number> {
  const rows = await database().$queryRaw<
    { no: number }[]
  >`SELECT nextval(pg_get_serial_sequence('tenant', 'no'))::int AS no`;
  const [row] = rows;
  if (!row) throw new Error("The database gave the tenant no number.");
  return row.no;
}

const toSlug = (name: string): string =>
  name
    .normalize("NFKD")
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, "-")
    .replace(/^-+|-+$/g, "")
    .slice(0, 48) || "organization";

const isUniqueViolation = (error: unknown): boolean =>
  typeof error === "object" && error !== null && "code" in error && error.code === "P2002";
