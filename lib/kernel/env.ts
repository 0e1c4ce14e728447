import "server-only";
import { Environment } from "./environment";

let parsed: Environment | undefined;

/** The parsed environment, read once. Throws one sentence that names the variable when a value is wrong. */
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
