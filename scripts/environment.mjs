/**
 * What the launcher itself needs of the environment, checked before anything is installed or built. The server parses
 * the whole of it again (lib/kernel/env.ts); here a wrong value costs no minute of waiting.
 */
import { randomBytes } from "node:crypto";
import fs from "node:fs";
import net from "node:net";
import path from "node:path";
import { ROOT } from "./install.mjs";
import { livingProcess } from "./lock.mjs";
import { Refusal } from "./refusal.mjs";

/** @returns {{ port: number, host: string, publicUrl: string, databaseUrl?: string, dataDir: string, secret?: string }} */
export function readEnvironment(env = process.env) {
  const dataDir = path.resolve(ROOT, env.DATA_DIR || ".data");
  const port = Number(env.PORT || 3000);
  if (!Number.isInteger(port) || port < 1 || port > 65535)
    throw new Refusal(`PORT must be a whole number from 1 to 65535; it is "${env.PORT}".`);
  const host = env.HOST || "127.0.0.1";
  if (!/^[\w.:-]+$/.test(host)) throw new Refusal(`HOST must be a host name or an address; it is "${host}".`);
  const publicUrl = (env.PUBLIC_URL || `http://localhost:${port}`).replace(/\/+$/, "");
  if (!URL.canParse(publicUrl) || !/^https?:$/.test(new URL(publicUrl).protocol))
    throw new Refusal(`PUBLIC_URL must be an http(s) URL; it is "${publicUrl}".`);
  const databaseUrl = env.DATABASE_URL || undefined;
  const secret = env.COUNTERSIGN_SECRET || undefined;
  if (databaseUrl !== undefined && !isDatabaseUrl(databaseUrl))
    throw new Refusal("DATABASE_URL must look like postgresql://user:password@host:5432/database.");
  if (secret !== undefined && secret.length < 32) throw new Refusal("COUNTERSIGN_SECRET needs at least 32 characters.");
  for (const [name, isRight, shape] of REST)
    if (env[name] && !isRight(env[name])) throw new Refusal(`${name} must be ${shape}; it is "${env[name]}".`);
  return { port, host, publicUrl, databaseUrl, dataDir, secret };
}

const REST = [
  ["TRUST_PROXY", (text) => /^(\d|10)$/.test(text), "how many proxies are in front, 0 to 10"],
  ["AUTH_OIDC_ISSUER", (text) => URL.canParse(text), "a URL"],
  ["LOG_LEVEL", (text) => /^(debug|info|warn|error|silent)$/.test(text), "debug, info, warn, error or silent"],
  ["COUNTERSIGN_FRONT", (text) => /^(on|off)$/.test(text), "on or off"],
];

/** The data folder of the embedded database has one `npm start` at a time, and this file says which. */
export const lockFile = (dataDir) => path.join(dataDir, "countersign.lock");

export const postgresFolder = (dataDir) => path.join(dataDir, "postgres");

/** Where the running `npm start` of this data folder is reached, if there is one. */
export const runningAt = (dataDir) => livingProcess(lockFile(dataDir))?.publicUrl;

/** The root secret of an embedded database: made once, kept beside the data, for the owner's eyes only. */
export function secretOf(dataDir) {
  const file = path.join(dataDir, "secret");
  try {
    fs.mkdirSync(dataDir, { recursive: true });
    fs.writeFileSync(file, `${randomBytes(32).toString("base64url")}\n`, { mode: 0o600, flag: "wx" });
  } catch (error) {
    if (error.code !== "EEXIST") throw error;
  }
  const secret = fs.readFileSync(file, "utf8").trim();
  if (secret.length < 32) throw new Refusal(`The secret in ${file} is damaged: it needs at least 32 characters.`);
  return secret;
}

export function refuseTakenPort({ port, host }) {
  return new Promise((resolve, reject) => {
    const server = net.createServer();
    server.once("error", ({ code }) => {
      if (code === "EADDRINUSE")
        reject(new Refusal(`Port ${port} is taken. Choose another one: PORT=${port + 1} npm start`));
      else if (code === "EACCES") reject(new Refusal(`This user may not listen on port ${port}.`));
      else reject(new Refusal(`HOST ${host} is not an address of this machine (${code}).`));
    });
    server.listen({ port, host, exclusive: true }, () => server.close(() => resolve()));
  });
}

/** One sentence for each way in which somebody else's PostgreSQL can be wrong. Never says the password. */
export async function refuseUnusableDatabase(url) {
  const { default: pg } = await import("pg");
  const { hostname, port, pathname, username } = new URL(url);
  const where = `${hostname || "localhost"}:${port || 5432}`;
  let client;
  try {
    client = new pg.Client({ connectionString: url, connectionTimeoutMillis: 10_000 });
    client.on("error", () => {});
    await client.connect();
    const { rows } = await client.query("SHOW server_version_num");
    const version = Number(rows[0].server_version_num);
    if (version < 150_000)
      throw new Refusal(`Countersign needs PostgreSQL 15 or newer; ${where} runs ${Math.floor(version / 10_000)}.`);
  } catch (error) {
    if (error instanceof Refusal) throw error;
    const user = decodeURIComponent(username);
    if (error.code === "28P01" || error.code === "28000")
      throw new Refusal(`PostgreSQL at ${where} does not let the user "${user}" in with the password of DATABASE_URL.`);
    if (error.code === "3D000")
      throw new Refusal(`PostgreSQL at ${where} has no database "${decodeURIComponent(pathname.slice(1))}".`);
    const why = error.code ?? error.errors?.[0]?.code ?? error.message;
    throw new Refusal(`PostgreSQL at ${where} (DATABASE_URL) cannot be reached: ${why}.`);
  } finally {
    await client?.end().catch(() => {});
  }
}

function isDatabaseUrl(text) {
  return URL.canParse(text) && /^postgres(ql)?:$/.test(new URL(text).protocol) && new URL(text).pathname.length > 1;
}
