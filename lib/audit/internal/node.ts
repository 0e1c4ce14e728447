import "server-only";
import { type PoolClient, pool } from "@/lib/db/pool";

/*
 * A process is a node. It holds the advisory lock of its number on a connection of its own, so the database itself tells
 * the living from the dead: when the process dies, or loses the database, the lock is free.
 */
const lockClass = 727_073;

type State = { node: Promise<number> | undefined; no: number | undefined; holder: PoolClient | undefined };
const shared = globalThis as { countersignNode?: State };
const state = (): State => (shared.countersignNode ??= { node: undefined, no: undefined, holder: undefined });

/** The number of this process, whose lock it holds. Rejects while the database is away. */
export function currentNode(): Promise<number> {
  const mine = state();
  mine.node ??= hold(mine).catch((error: unknown) => {
    mine.node = undefined;
    throw error;
  });
  return mine.node;
}

async function hold(mine: State): Promise<number> {
  const client = await pool("writer").connect();
  try {
    const no = mine.no ?? (await newNode(client));
    mine.no = no;
    const { rows } = await client.query<{ held: boolean }>("SELECT pg_try_advisory_lock($1, $2) AS held", [
      lockClass,
      no,
    ]);
    if (rows[0]?.held !== true) {
      // Our own old connection may live a moment longer than we know; another number is as good.
      mine.no = undefined;
      throw new Error("The lock of this node is still held.");
    }
    client.once("error", () => lost(mine, client));
    client.once("end", () => lost(mine, client));
    mine.holder = client;
    return no;
  } catch (error) {
    client.release(true);
    throw error;
  }
}

async function newNode(client: PoolClient): Promise<number> {
  const { rows } = await client.query<{ no: number }>("INSERT INTO audit.node DEFAULT VALUES RETURNING no");
  const [row] = rows;
  if (!row) throw new Error("The database gave this node no number.");
  return row.no;
}

function lost(mine: State, client: PoolClient): void {
  if (mine.holder !== client) return;
  mine.holder = undefined;
  mine.node = undefined;
  client.release(true);
  // Taken again at once, before another node can take us for dead (recovery looks twice).
  retake(mine);
}

function retake(mine: State): void {
  if (mine.holder || stopped) return;
  currentNode().catch(() => setTimeout(() => retake(mine), 250).unref());
}

let stopped = false;

/** Gives the lock back; for shutdown, after the journal was flushed. */
export function releaseNode(): void {
  stopped = true;
  const mine = state();
  const holder = mine.holder;
  mine.holder = undefined;
  mine.node = undefined;
  holder?.release(true);
}

/**
 * Makes a transaction the only one that speaks for a node that is gone. False when the node lives after all, or another
 * process is recovering it.
 */
export async function claimDeadNode(client: PoolClient, no: number): Promise<boolean> {
  const { rows } = await client.query<{ claimed: boolean }>("SELECT pg_try_advisory_xact_lock($1, $2) AS claimed", [
    lockClass,
    no,
  ]);
  return rows[0]?.claimed === true;
}

/** Numbers of nodes that have intents and whose process is gone. */
export async function deadNodes(): Promise<number[]> {
  const own = await currentNode();
  const client = await pool("writer").connect();
  try {
    const { rows } = await client.query<{ no: number }>(
      "SELECT DISTINCT node_no AS no FROM audit.intent WHERE node_no <> $1",
      [own],
    );
    const dead: number[] = [];
    for (const { no } of rows) {
      const { rows: tried } = await client.query<{ free: boolean }>("SELECT pg_try_advisory_lock($1, $2) AS free", [
        lockClass,
        no,
      ]);
      if (tried[0]?.free === true) {
        await client.query("SELECT pg_advisory_unlock($1, $2)", [lockClass, no]);
        dead.push(no);
      }
    }
    return dead;
  } finally {
    client.release();
  }
}
