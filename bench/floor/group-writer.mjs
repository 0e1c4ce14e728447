/**
 * Group commit: all rows that wait while one INSERT is under way share the next one, so the price of a durable commit
 * is divided by the number of calls that come together.
 */
import pg from "pg";

// One parameter however many rows: the cheapest way into PostgreSQL that was measured.
const INSERT = {
  name: "insert-calls",
  text: `INSERT INTO call (tenant, at, actor, human, action, resource, tool, decision, latency_us, details)
    SELECT tenant, at, actor, human, action, resource, tool, decision, latency_us, details
    FROM jsonb_to_recordset($1) AS row (tenant text, at timestamptz, actor text, human text, action text,
      resource text, tool text, decision text, latency_us int, details jsonb)`,
};

/**
 * @param {string} url
 * @returns {(row: object) => Promise<void>} resolves when the row is durable
 */
export function startGroupWriter(url) {
  const pool = new pg.Pool({ connectionString: url, max: 1 });
  let waiting = [];
  let writing = false;

  async function flush() {
    const batch = waiting;
    waiting = [];
    try {
      await pool.query({ ...INSERT, values: [JSON.stringify(batch.map(({ row }) => row))] });
      for (const { resolve } of batch) resolve();
    } catch (error) {
      for (const { reject } of batch) reject(error);
    }
    if (waiting.length > 0) return flush();
    writing = false;
  }

  return (row) =>
    new Promise((resolve, reject) => {
      waiting.push({ row, resolve, reject });
      if (writing) return;
      writing = true;
      // The rest of this turn of the event loop may bring more rows for the same commit.
      setImmediate(flush);
    });
}
