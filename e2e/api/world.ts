import { spawn } from "node:child_process";
import { randomBytes } from "node:crypto";
import { type APIRequestContext, type APIResponse, expect, request } from "@playwright/test";

/** What the tests of this folder stand on: a tenant of their own, made by the command line, and the API as scripts use it. */

const root = new URL("../../", import.meta.url);

export const baseUrl = process.env["BASE_URL"] ?? "http://localhost:3000";

export const newName = (prefix: string): string => `${prefix}-${randomBytes(5).toString("hex")}`;

export type Ran = { code: number | null; stdout: string; stderr: string };

/** Runs one verb of the command line as scripts/cli.mjs does, on the database under test. */
export function cli(...args: string[]): Promise<Ran> {
  return runCli(args, {});
}

export function runCli(args: readonly string[], env: Record<string, string>): Promise<Ran> {
  const child = spawn(process.execPath, ["--conditions=react-server", "--import", "tsx", "lib/cli/main.ts", ...args], {
    cwd: root,
    env: { ...process.env, NODE_OPTIONS: "", ...env },
  });
  const said = { stdout: "", stderr: "" };
  child.stdout.setEncoding("utf8").on("data", (text: string) => {
    said.stdout += text;
  });
  child.stderr.setEncoding("utf8").on("data", (text: string) => {
    said.stderr += text;
  });
  return new Promise((resolve, reject) => {
    child.once("error", reject);
    child.once("close", (code) => resolve({ code, ...said }));
  });
}

/** JSON of which a test knows the shape. */
export type Json = { readonly [field: string]: unknown };

export type Answer = { status: number; body: Json; headers: Record<string, string> };

export type Api = {
  (method: string, path: string, body?: unknown): Promise<Answer>;
  slug: string;
};

let shared: Promise<APIRequestContext> | undefined;
const client = () => (shared ??= request.newContext());

/** Calls `/api/v1/<slug>/…` with a key, or without one. */
export function apiOf(slug: string, key: string | undefined, url = baseUrl): Api {
  const call = async (method: string, path: string, body?: unknown): Promise<Answer> =>
    toAnswer(
      await (await client()).fetch(`${url}/api/v1/${slug}/${path}`, {
        method,
        headers: key === undefined ? {} : { authorization: `Bearer ${key}` },
        ...(body === undefined ? {} : { data: body }),
      }),
    );
  return Object.assign(call, { slug });
}

export async function toAnswer(response: APIResponse): Promise<Answer> {
  const text = await response.text();
  return { status: response.status(), body: text === "" ? {} : readJson(text), headers: response.headers() };
}

function readJson(text: string): Json {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === "object" && value !== null ? { ...value } : { value };
  } catch {
    return { text };
  }
}

/** A field of JSON by its dotted path, which must be a text. */
export function textAt(json: unknown, path: string): string {
  const value = at(json, path);
  expect(typeof value, `${path} of ${JSON.stringify(json)}`).toBe("string");
  return String(value);
}

export const at = (json: unknown, path: string): unknown =>
  path
    .split(".")
    .reduce<unknown>(
      (value, part) => (typeof value === "object" && value !== null ? Reflect.get(value, part) : undefined),
      json,
    );

export const listAt = (json: unknown, path: string): unknown[] => {
  const value = at(json, path);
  return Array.isArray(value) ? value : [];
};

export type Tenant = { slug: string; key: string; email: string; password: string; api: Api };

/** A tenant of its own, of an organization of its own, with its owner and a key that may do everything. */
export async function makeTenant(): Promise<Tenant> {
  const slug = newName("t");
  const email = `${newName("owner")}@example.com`;
  const { code, stdout, stderr } = await cli(
    ...["tenant", "create", slug, "--name", "Production", "--organization", newName("Org"), "--owner", email, "--json"],
  );
  expect(code, stderr).toBe(0);
  const made: unknown = JSON.parse(stdout);
  const key = textAt(made, "key");
  return { slug, key, email, password: textAt(made, "owner.password"), api: apiOf(slug, key) };
}

/** The newest event of a type. */
export async function lastEvent(api: Api, type: string): Promise<Json> {
  const { status, body } = await api("GET", `events?type=${type}&limit=1`);
  expect(status).toBe(200);
  const [event] = listAt(body, "items");
  expect(event, `an event ${type}`).toBeDefined();
  return { ...Object(event) };
}
