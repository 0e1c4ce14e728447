import "server-only";
import { z } from "zod";

const port = z.coerce.number().int().min(1).max(65535);

/** The environment as API.md fixes it. Parsed once, at the first read; a wrong value is one clear sentence at start. */
const Environment = z.object({
  NODE_ENV: z.enum(["development", "production", "test"]).default("development"),
  PORT: port.default(3000),
  HOST: z.string().default("127.0.0.1"),
  PUBLIC_URL: z.url({ protocol: /^https?$/, error: "must be an http(s) URL" }).optional(),
  DATABASE_URL: z
    .string()
    .regex(/^postgres(ql)?:\/\//, "must be a postgresql:// URL")
    .optional(),
  DATA_DIR: z.string().default(".data"),
  COUNTERSIGN_SECRET: z.string().min(32, "must have at least 32 characters").optional(),
  UPSTREAM_ALLOW_PRIVATE: z.string().default(""),
  /** How long an upstream may stay silent during one call. */
  UPSTREAM_TIMEOUT_SECONDS: z.coerce.number().int().min(1).max(3600).default(120),
  TRUST_PROXY: z.coerce.number().int().min(0).max(10).default(0),
  AUTH_OIDC_ISSUER: z.url().optional(),
  AUTH_OIDC_CLIENT_ID: z.string().optional(),
  AUTH_OIDC_CLIENT_SECRET: z.string().optional(),
  AUTH_OIDC_NAME: z.string().default("Single sign-on"),
  LOG_LEVEL: z.enum(["debug", "info", "warn", "error", "silent"]).default("info"),
  /** `off` leaves /mcp to Next's route handlers (slower, same answers); for hosts and tests. */
  COUNTERSIGN_FRONT: z.enum(["on", "off"]).default("on"),
});
type Environment = z.infer<typeof Environment>;

let parsed: Environment | undefined;

/** The parsed environment. Throws one sentence that names the variable when a value is wrong. */
export function env(): Environment {
  if (parsed) return parsed;
  const present = Object.fromEntries(Object.entries(process.env).filter(([, value]) => value !== ""));
  const result = Environment.safeParse(present);
  if (!result.success) {
    const first = result.error.issues[0];
    throw new Error(`${first?.path.join(".") ?? "The environment"} ${first?.message ?? "is wrong"}.`);
  }
  parsed = result.data;
  return parsed;
}

/** The URL people and agents use, without a trailing slash. Never taken from request headers. */
export const publicUrl = (): string => (env().PUBLIC_URL ?? `http://localhost:${env().PORT}`).replace(/\/+$/, "");

export const absolute = (path: string): string => publicUrl() + path;

/** The database the product runs on; the launcher sets it for the embedded one too. */
export function databaseUrl(): string {
  const url = env().DATABASE_URL;
  if (url === undefined)
    throw new Error("DATABASE_URL is not set. Start with `npm start`, which sets it for the embedded database.");
  return url;
}

/** The root secret, from which every key of the product is derived (`lib/kernel/keys.ts`). */
export function rootSecret(): string {
  const secret = env().COUNTERSIGN_SECRET;
  if (secret === undefined) throw new Error("COUNTERSIGN_SECRET is not set. It needs at least 32 characters.");
  return secret;
}
