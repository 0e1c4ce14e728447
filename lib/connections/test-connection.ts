import "server-only";
import { write } from "@/lib/audit/write";
import type { Server } from "@/lib/db/rows";
import { tenantClient } from "@/lib/db/tenant";
import type { Ctx } from "@/lib/kernel/ctx";
import { countOne, type Rate } from "@/lib/kernel/rate";
import { requireScope } from "@/lib/kernel/scope";
import { forgetCircuit } from "@/lib/registry/circuits/circuits";
import { closeCircuit } from "@/lib/registry/circuits/close-circuit";
import { getServerRow } from "@/lib/registry/servers/find-server-row";
import { discoverServer } from "./discover-server";
import { discoverUpstreamAuth } from "./discover-upstream-auth";
import { type Explained, explainFailure, type TestFailure, type TestFailureCode } from "./internal/explain-failure";
import { ownHumanId } from "./internal/own-human-id";
import { addressOf, portOf, tryConnection } from "./outbound";
import { upstreamHeaders } from "./upstream-headers";
import { findCredential } from "./use-credential";

export type TestStepName = TestFailure["step"];

/** One step of a test: what was found, how long it took, and of a failed one what to do. */
export type TestStep = {
  step: TestStepName;
  ok: boolean;
  ms: number;
  text: string;
  code?: TestFailureCode;
  whatToDo?: string;
};

/** `as`: with which credential it was asked. The steps in order; the first that fails is the last. */
export type ConnectionTest = { server: string; ok: boolean; ms: number; as: TestFailure["as"]; steps: TestStep[] };

/** Each time the server is asked anew. */
const rate: Rate = { name: "connection tests", max: 30, seconds: 60 };

const timeMs = 10_000;

/**
 * Tries one server from the beginning: its address, the connection (TLS included), the protocol, its list of tools; within ten
 * seconds and with the credential that calls would have. A server that wants accounts is asked with the tester's own; somebody
 * who has none there learns whether it says who gives accounts. Nothing that it answers is stored; leaves `resource.tested`. A test that
 * passes ends that the server is left alone, in every process.
 * What is wrong with the server is an answer. Throws `not_found`, `forbidden`, and `limit` beyond 30 tests a minute.
 */
export async function testConnection(ctx: Ctx, key: string): Promise<ConnectionTest> {
  requireScope(ctx, "servers:write");
  const row = await getServerRow(tenantClient(ctx.tenant.no), key);
  await countOne(rate, `${ctx.tenant.no}/${ctx.actor.id}`, "You have tested many times. Wait a minute.");
  const startedAt = performance.now();
  const { as, steps } = await walk(ctx, row);
  const failed = steps.find(({ ok }) => !ok);
  const test = { server: row.key, ok: failed === undefined, ms: Math.round(performance.now() - startedAt), as, steps };
  await write(ctx, async (tx, record) => {
    await record({
      type: "resource.tested",
      outcome: test.ok ? "success" : "error",
      server: row.key,
      resource: { type: "server", key: row.key, name: row.name },
      refs: { resource: { id: row.id, key: row.key } },
      error: failed ? { type: failed.code ?? failed.step, message: failed.text } : null,
      details: { as, ms: test.ms, steps: steps.map(({ step, ok, ms }) => ({ step, ok, ms })) },
    });
    if (test.ok) await closeCircuit(tx, ctx.tenant.no, row.id);
  });
  // Here at once, for whoever calls as soon as they have the answer.
  if (test.ok) forgetCircuit(ctx.tenant.no, row.id);
  return test;
}

type Walk = { as: TestFailure["as"]; steps: TestStep[] };

async function walk(ctx: Ctx, row: Server): Promise<Walk> {
  const url = new URL(row.url);
  const signal = AbortSignal.timeout(timeMs);
  const place = { host: url.hostname, port: portOf(url) };
  const steps: TestStep[] = [];
  const as = row.auth === "none" ? "nobody" : row.auth === "header" ? "header" : "own_account";
  const failedAs = (how: Walk["as"], step: TestStepName, startedAt: number, error: unknown, status?: number): Walk => {
    const found: Explained = explainFailure({ step, place, as: how, status, error, seconds: timeMs / 1_000 });
    steps.push({ step, ok: false, ms: since(startedAt), ...found });
    return { as: how, steps };
  };
  const passed = (step: TestStepName, ms: number, text: string, whatToDo?: string): void => {
    steps.push({ step, ok: true, ms, text, ...(whatToDo === undefined ? {} : { whatToDo }) });
  };

  let startedAt = performance.now();
  try {
    const address = await within(signal, addressOf(url));
    passed("address", since(startedAt), `${url.hostname} is ${address}, which may be reached.`);
  } catch (error) {
    return failedAs(as, "address", startedAt, error);
  }

  startedAt = performance.now();
  try {
    await within(signal, tryConnection(url));
    const how = url.protocol === "https:" ? "takes connections, and its certificate is trusted" : "takes connections";
    passed("connect", since(startedAt), `Port ${place.port} ${how}.`);
  } catch (error) {
    return failedAs(as, "connect", startedAt, error);
  }

  startedAt = performance.now();
  const credential = await credentialFor(ctx, row);
  if ("unavailable" in credential) {
    const whatToDo = "Its authorization server has to answer first. Test again in a moment.";
    const found = { code: "issuer_away", text: credential.unavailable, whatToDo } as const;
    steps.push({ step: "handshake", ok: false, ms: since(startedAt), ...found });
    return { as, steps };
  }
  if ("missing" in credential) {
    try {
      const { issuer } = await within(signal, discoverUpstreamAuth(row.url));
      const { host } = new URL(issuer.authorizationEndpoint);
      passed(
        "handshake",
        since(startedAt),
        `It wants an account of each human and says where they sign in: ${host}. Its tools were not asked for.`,
        "Connect your own account there to test the rest.",
      );
      return { as: "challenge_only", steps };
    } catch (error) {
      return failedAs("challenge_only", "handshake", startedAt, error);
    }
  }

  let status: number | undefined;
  let shookHandsAt: number | undefined;
  try {
    const { tools } = await discoverServer(row.url, credential.headers, {
      signal,
      onStatus: (answered) => {
        status = answered;
      },
      onHandshake: ({ protocolVersion }) => {
        shookHandsAt = performance.now();
        passed("handshake", since(startedAt), `It speaks MCP, revision ${protocolVersion.slice(0, 20)}.`);
      },
    });
    const offers = tools.length === 1 ? "It offers one tool." : `It offers ${tools.length} tools.`;
    passed("tools", since(shookHandsAt ?? startedAt), tools.length === 0 ? "It offers no tools." : offers);
    return { as, steps };
  } catch (error) {
    return shookHandsAt === undefined
      ? failedAs(as, "handshake", startedAt, signal.aborted ? signal.reason : error, status)
      : failedAs(as, "tools", shookHandsAt, signal.aborted ? signal.reason : error, status);
  }
}

/** The credential that a call would have; of a server that wants accounts, the tester's own. */
async function credentialFor(
  ctx: Ctx,
  row: Server,
): Promise<{ headers: Record<string, string> } | { missing: true } | { unavailable: string }> {
  if (row.auth !== "oauth") return { headers: upstreamHeaders({ ...row, serverId: row.id }) };
  const humanId = await ownHumanId(ctx);
  if (humanId === undefined) return { missing: true };
  const answer = await findCredential({ tenant: ctx.tenant, humanId, server: row });
  if ("unavailable" in answer) return { unavailable: answer.unavailable };
  return "missing" in answer
    ? { missing: true }
    : { headers: { authorization: `Bearer ${answer.credential.accessToken}` } };
}

/** Waits no longer than the signal; what goes on behind it ends by its own limit. */
function within<T>(signal: AbortSignal, work: Promise<T>): Promise<T> {
  return new Promise((resolve, reject) => {
    const late = () => reject(signal.reason);
    signal.addEventListener("abort", late, { once: true });
    if (signal.aborted) late();
    work.then(resolve, reject).finally(() => signal.removeEventListener("abort", late));
  });
}

const since = (startedAt: number): number => Math.round(performance.now() - startedAt);
