/**
 * The Node front of `npm start`: one process, one module graph. Next prepares the application (and with it
 * instrumentation.ts, which puts the gateway on the global object); requests for the gateway are answered before Next's
 * router sees them, everything else goes to Next.
 */
import http from "node:http";
import next from "next";

const port = Number(process.env.PORT ?? 3000);
const hostname = process.env.HOST ?? "127.0.0.1";
const drainMs = 9_000;

// Next would wait for open streams for ever, and then leave without asking anybody: shutdown is ours.
process.env.NEXT_MANUAL_SIG_HANDLE = "true";

globalThis.countersignFront = true;
const app = next({ dev: process.env.NODE_ENV === "development", hostname, port });
try {
  await app.prepare();
  await runtimeStarted();
} catch (error) {
  fail(error);
}
const handle = app.getRequestHandler();

/** Answers that are under way, each with its connection. */
const answering = new Map();
/** Documents among them, by a number that their requests carry: Next gives its pages no way to say 404 and words in one. */
const documents = new Map();
let documentsSoFar = 0;
globalThis.countersignDocument = (number) => documents.get(number);
const connections = new Set();
let stopping = false;

// Connections that have sent no whole request are looked at every five seconds.
const server = http.createServer({ connectionsCheckingInterval: 5_000 }, (req, res) => {
  answering.set(res, req.socket);
  res.once("close", () => answering.delete(res));
  if (stopping) leaveAfter(res, req.socket);
  if (globalThis.countersignRuntime?.serve(req, res)) return;
  if (!isReadable(req)) {
    res.writeHead(400, { "content-type": "text/plain; charset=utf-8", "x-content-type-options": "nosniff" });
    return res.end("This address cannot be read: what stands behind a % in it is no part of a text.\n");
  }
  // Next tells its handlers nothing of socket and answer; always set here, so that no client can say it for itself.
  req.headers["x-countersign-peer"] = req.socket.remoteAddress ?? "";
  req.headers["x-countersign-document"] = isDocument(req) ? numberOf(res) : "";
  handle(req, res).catch(() => res.destroy());
});
server.on("connection", (socket) => {
  connections.add(socket);
  socket.once("close", () => connections.delete(socket));
});
server.keepAliveTimeout = 65_000;
// Who has not sent the head of a request by then, from the connection or its first byte on, or a whole request, is answered 408.
server.headersTimeout = 20_000;
server.requestTimeout = 60_000;
server.on("error", fail);
server.listen(port, hostname, () => process.send?.({ listening: port }));

async function stop() {
  if (stopping) return;
  stopping = true;
  const late = setTimeout(() => process.exit(0), drainMs);
  const closed = new Promise((resolve) => server.close(resolve));
  for (const [res, socket] of answering) leaveAfter(res, socket);
  // Connections that never carried a request do not count as idle; one would be kept for the next request until the patience is over.
  setInterval(closeUnused, 250).unref();
  // What is under way may finish; streams that stand are ended, and what does not end in time, or they would hold the process.
  globalThis.countersignRuntime?.endStreams();
  await Promise.race([closed, new Promise((resolve) => setTimeout(resolve, drainMs - 4_000))]);
  server.closeAllConnections();
  await globalThis.countersignRuntime?.drain().catch(() => {});
  clearTimeout(late);
  process.exit(0);
}
process.on("SIGTERM", stop);
process.on("SIGINT", stop);
// The launcher is gone (it was killed): nobody else will stop this process.
if (process.connected) process.on("disconnect", stop);

/** What cannot be decoded names nothing; Next would answer it as a failure of its own. */
function isReadable({ url = "" }) {
  try {
    decodeURIComponent(url.split("?", 1)[0]);
    return true;
  } catch {
    return false;
  }
}

function numberOf(res) {
  documentsSoFar += 1;
  const number = String(documentsSoFar);
  documents.set(number, res);
  res.once("close", () => documents.delete(number));
  return number;
}

/** Not what Next's own scripts ask for, to whom a missing page is an answer like any other. */
function isDocument({ headers }) {
  return headers.rsc === undefined && headers["next-action"] === undefined;
}

function closeUnused() {
  const used = new Set(answering.values());
  for (const socket of connections) if (!used.has(socket)) socket.destroy();
}

/**
 * Nothing comes after this answer on its connection: who keeps connections would otherwise go on sending to a server that leaves. Where its
 * head is out already the connection is closed as a whole: one that only says it has nothing to add would still take requests.
 */
function leaveAfter(res, socket) {
  if (res.headersSent) res.once("close", () => socket.destroySoon());
  else res.setHeader("connection", "close");
}

/** Next begins with instrumentation.ts while it prepares, and does not wait for it. */
async function runtimeStarted() {
  for (const end = Date.now() + 60_000; Date.now() < end; await new Promise((resolve) => setTimeout(resolve, 10))) {
    if (globalThis.countersignRuntime) return;
    if (globalThis.countersignFailure !== undefined) throw new Error(globalThis.countersignFailure);
  }
  throw new Error("the gateway was not loaded within a minute.");
}

function fail(error) {
  console.error(`Countersign could not start: ${error instanceof Error ? error.message : error}`);
  process.exit(1);
}
