#!/usr/bin/env node
/**
 * Prisma's schema engine, run from npm packages alone.
 *
 * The Prisma CLI starts its migration engine as a child process and talks JSON-RPC with it over stdin and
 * stdout, one message a line. Prisma downloads that engine as a native binary from its own host after install.
 * The same engine is on npm as WebAssembly (@prisma/schema-engine-wasm) and reaches the database through a
 * driver adapter. This file is the child process: it answers the RPC with the WebAssembly engine and gives it
 * an adapter on node-postgres. `scripts/prisma.mjs` names it in PRISMA_SCHEMA_ENGINE_BINARY.
 *
 * @prisma/adapter-pg is not used here, because (7.10) its scripts are cut at every semicolon, which breaks
 * functions and triggers; it cannot read PostgreSQL's "char" catalog columns, and with a connection string its
 * shadow database is the real database.
 */
import { randomUUID } from "node:crypto";
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { createInterface } from "node:readline";
import {
  bindMigrationAwareSqlAdapterFactory,
  DriverAdapterError,
  ColumnTypeEnum as Type,
} from "@prisma/driver-adapter-utils";
import pg from "pg";

// ---- the database, as the engine wants to see it -------------------------------------------------------------

/** PostgreSQL type OIDs that the engine's catalog queries return. Whatever else turns up is read as text. */
const typeOf = new Map([
  [16, Type.Boolean],
  [18, Type.Character],
  [20, Type.Int64],
  [21, Type.Int32],
  [23, Type.Int32],
  [26, Type.Int64],
  [700, Type.Float],
  [701, Type.Double],
  [1700, Type.Numeric],
  [1114, Type.DateTime],
  [1184, Type.DateTime],
  [114, Type.Json],
  [3802, Type.Json],
  [1000, Type.BooleanArray],
  [1002, Type.CharacterArray],
  [1003, Type.TextArray],
  [1005, Type.Int32Array],
  [1007, Type.Int32Array],
  [1009, Type.TextArray],
  [1015, Type.TextArray],
  [1016, Type.Int64Array],
  [1028, Type.Int64Array],
  [2210, Type.TextArray],
]);
const asText = String;
const asTime = (text) => new Date(/[+-]\d\d/.test(text.slice(10)) ? text : `${text}Z`).toISOString();
const readers = new Map([
  [20, asText],
  [26, asText],
  [114, asText],
  [3802, asText],
  [1700, asText],
  [1114, asTime],
  [1184, asTime],
  [1028, pg.types.getTypeParser(1009)],
]);
const parsers = { getTypeParser: (oid, format) => readers.get(oid) ?? pg.types.getTypeParser(oid, format) };

const causes = new Map([
  ["3D000", "DatabaseDoesNotExist"],
  ["42P04", "DatabaseAlreadyExists"],
  ["28000", "DatabaseAccessDenied"],
  ["28P01", "AuthenticationFailed"],
]);

/** Errors of PostgreSQL and of the network, in the words that the engine knows. */
function fail(error) {
  if (!error?.code) throw error;
  const { code, message } = error;
  let cause = { kind: "postgres", code, severity: error.severity ?? "N/A", message };
  if (["ECONNREFUSED", "ENOTFOUND", "ETIMEDOUT"].includes(code))
    cause = { kind: "DatabaseNotReachable", host: error.address, port: error.port };
  else if (causes.has(code)) cause = { kind: causes.get(code) };
  else Object.assign(cause, { detail: error.detail, column: error.column, hint: error.hint });
  throw new DriverAdapterError({ originalCode: code, originalMessage: message, ...cause });
}

class Session {
  provider = "postgres";
  adapterName = "schema-engine";
  constructor(client, schema, onDispose) {
    Object.assign(this, { client, schema, onDispose });
  }
  #run = ({ sql, args }) =>
    this.client
      .query({
        text: sql,
        values: args.map((a) => (typeof a === "bigint" ? String(a) : a)),
        rowMode: "array",
        types: parsers,
      })
      .catch(fail);
  async queryRaw(query) {
    const { fields, rows } = await this.#run(query);
    return {
      columnNames: fields.map((f) => f.name),
      columnTypes: fields.map((f) => typeOf.get(f.dataTypeID) ?? Type.Text),
      rows,
    };
  }
  async executeRaw(query) {
    return (await this.#run(query)).rowCount ?? 0;
  }
  async executeScript(script) {
    await this.client.query(script).catch(fail); // the simple protocol: PostgreSQL itself finds the statements
  }
  async startTransaction(isolation) {
    await this.executeScript(isolation ? `BEGIN ISOLATION LEVEL ${isolation}` : "BEGIN");
    return {
      provider: this.provider,
      adapterName: this.adapterName,
      options: { usePhantomQuery: false },
      queryRaw: (q) => this.queryRaw(q),
      executeRaw: (q) => this.executeRaw(q),
      commit: () => this.executeScript("COMMIT"),
      rollback: () => this.executeScript("ROLLBACK"),
    };
  }
  getConnectionInfo() {
    return { schemaName: this.schema, supportsRelationJoins: true };
  }
  async dispose() {
    await this.client.end();
    await this.onDispose?.();
  }
}

async function connect(url, database) {
  const target = new URL(url);
  // The name in the address would win over an option of node-postgres: a shadow database must never be the real one.
  if (database) target.pathname = `/${encodeURIComponent(database)}`;
  const client = new pg.Client({ connectionString: target.href });
  client.on("error", () => {});
  await client.connect().catch(fail);
  return client;
}

const factoryFor = ({ url, shadowDatabaseUrl }) => {
  const schema = new URL(url).searchParams.get("schema") ?? undefined;
  return bindMigrationAwareSqlAdapterFactory({
    provider: "postgres",
    adapterName: "schema-engine",
    connect: async () => new Session(await connect(url), schema),
    connectToShadowDb: async () => {
      if (shadowDatabaseUrl) return new Session(await connect(shadowDatabaseUrl), schema);
      const name = `prisma_migrate_shadow_db_${randomUUID()}`;
      const admin = await connect(url);
      await admin.query(`CREATE DATABASE "${name}"`).catch(fail);
      return new Session(await connect(url, name), schema, async () => {
        await admin.query(`DROP DATABASE "${name}" WITH (FORCE)`).catch(() => {});
        await admin.end();
      });
    },
  });
};

// ---- the child process that the Prisma CLI expects ------------------------------------------------------------

const log = (level, fields) =>
  process.stderr.write(
    `${JSON.stringify({ timestamp: new Date().toISOString(), level, fields, target: "schema_engine::logger" })}\n`,
  );

const datamodels = [];
let datasource = {};
let command;
for (const args = process.argv.slice(2); args.length; ) {
  const word = args.shift();
  if (word === "--datamodels") datamodels.push([args[0], readFileSync(args.shift(), "utf8")]);
  else if (word === "--datasource") datasource = JSON.parse(args.shift());
  else if (word === "cli") command = args.shift();
  else args.shift(); // the value of --enabled-preview-features or --extension-types
}

async function loadEngine() {
  globalThis.PRISMA_WASM_PANIC_REGISTRY = { set_message: (message) => log("ERROR", { is_panic: true, message }) };
  const entry = createRequire(import.meta.url).resolve("@prisma/schema-engine-wasm");
  const glue = await import("@prisma/schema-engine-wasm/schema_engine_bg");
  const module = new WebAssembly.Module(readFileSync(entry.replace(/\.js$/, "_bg.wasm")));
  const { exports } = new WebAssembly.Instance(module, { "./schema_engine_bg.js": glue });
  glue.__wbg_set_wasm(exports);
  exports.__wbindgen_start();
  return glue.SchemaEngine.new(
    { datamodels: datamodels.length ? datamodels : undefined },
    () => {},
    factoryFor(datasource),
  );
}

async function runCommand() {
  log("INFO", { message: "Starting schema engine CLI" });
  const name = decodeURIComponent(new URL(datasource.url).pathname.slice(1));
  try {
    if (command === "can-connect-to-database") await (await connect(datasource.url)).end();
    else {
      const admin = await connect(datasource.url, "postgres");
      await admin.query(`${command === "create-database" ? "CREATE" : "DROP"} DATABASE ${pg.escapeIdentifier(name)}`);
      await admin.end();
      if (command === "drop-database") log("INFO", { message: "The database was successfully dropped" });
    }
    return 0;
  } catch (e) {
    const code =
      { DatabaseDoesNotExist: "P1003", AuthenticationFailed: "P1000", DatabaseAccessDenied: "P1010" }[e.cause?.kind] ??
      "P1001";
    log("ERROR", { is_panic: false, error_code: code, message: e.cause?.originalMessage ?? e.message });
    return 1;
  }
}

const send = (message) => process.stdout.write(`${JSON.stringify({ jsonrpc: "2.0", ...message })}\n`);
let engine;
async function answer({ id, method, params }) {
  try {
    engine ??= await loadEngine();
    if (method === "evaluateDataLoss" || method === "createMigration") {
      // These two work from the schema that the existing migrations make, but, unlike the native engine, cannot build
      // it in a shadow database themselves: a diagnosis can, and leaves it in the engine's cache.
      const { migrationsList, filters } = params;
      await engine.diagnoseMigrationHistory({ migrationsList, filters, optInToShadowDatabase: true });
    }
    let result = await engine[method === "getDatabaseVersion" ? "version" : method](params);
    if (method === "diff") {
      if (result.stdout) send({ id: 0, method: "print", params: { content: result.stdout } });
      result = { exitCode: result.exitCode };
    }
    send({ id, result: result ?? null });
  } catch (e) {
    send({
      id,
      error: {
        code: 4466,
        message: "schema engine",
        data: { is_panic: false, message: String(e?.message ?? e), error_code: e?.code, meta: e?.meta },
      },
    });
  }
}

if (command) process.exit(await runCommand());
let queue = Promise.resolve();
createInterface({ input: process.stdin, crlfDelay: Infinity })
  .on("line", (line) => {
    const message = line.trim() && JSON.parse(line);
    if (message?.method) queue = queue.then(() => answer(message));
  })
  .on("close", () => queue.finally(() => process.exit(0)));
