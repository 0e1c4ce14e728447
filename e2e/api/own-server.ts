import { existsSync, mkdirSync, openSync } from "node:fs";
import { join } from "node:path";
import pg from "pg";
import { migrate } from "@/scripts/migrate.mjs";
import { freePort } from "@/scripts/postgres.mjs";
import { serve } from "@/scripts/serve.mjs";
import { newName } from "./world";

/** A server of the same build with an environment of its own, for what the shared one cannot show. */
export type OwnServer = { url: string; env: Record<string, string>; stop: () => Promise<unknown> };

const dist = process.env["COUNTERSIGN_DIST"] ?? ".next";

/** Whether there is a build to serve; by hand, against `next dev`, there may be none. */
export const hasBuild = (): boolean => existsSync(join(dist, "BUILD_ID"));

export async function startOwnServer(more: Record<string, string> = {}): Promise<OwnServer> {
  const port = await freePort();
  const env = {
    DATABASE_URL: process.env["DATABASE_URL"] ?? "",
    COUNTERSIGN_SECRET: process.env["COUNTERSIGN_SECRET"] ?? "",
    COUNTERSIGN_DIST: dist,
    PUBLIC_URL: `http://localhost:${port}`,
    // What the runner needs to load server files would make Next load the wrong React.
    NODE_OPTIONS: "",
    ...more,
  };
  const results = process.env["TEST_RESULTS"] ?? "test-results/by-hand";
  mkdirSync(results, { recursive: true });
  const log = openSync(join(results, "own-server.log"), "a");
  const { stop } = await serve({ port, env, output: log, readyWithinMs: 60_000 });
  return { url: `http://localhost:${port}`, env, stop };
}

/** An empty database beside the one under test, with every migration applied. */
export async function makeDatabase(): Promise<{ url: string; drop: () => Promise<void> }> {
  const name = newName("own").replace("-", "_");
  const given = process.env["DATABASE_URL"] ?? "";
  const run = async (statement: string) => {
    const client = new pg.Client({ connectionString: given });
    await client.connect();
    await client.query(statement).finally(() => client.end());
  };
  await run(`CREATE DATABASE ${name}`);
  const url = Object.assign(new URL(given), { pathname: `/${name}` }).href;
  await migrate(url);
  return { url, drop: () => run(`DROP DATABASE IF EXISTS ${name} WITH (FORCE)`) };
}
