/**
 * One HTTP/1.1 keep-alive connection on a raw socket, one request at a time. The load generator shares a core with the
 * upstream, so a call must cost it far less (about 25 µs) than the server it loads; any HTTP client would cost more.
 */
import { once } from "node:events";
import net from "node:net";

const NOTHING = Buffer.alloc(0);
const HEAD_END = "\r\n\r\n";

/**
 * @typedef {object} Answer
 * @property {number} status
 * @property {string} head the response head, names and values as sent
 * @property {boolean} isStream whether the body is an event stream
 * @property {Buffer} body
 */

/**
 * Opens a connection. `request` resolves with an Answer, or rejects when the connection breaks first.
 *
 * @param {string} host
 * @param {number} port
 */
export async function openConnection(host, port) {
  const socket = net.connect({ host, port, noDelay: true });
  await once(socket, "connect");

  let open = true;
  let pending; // { resolve, reject, onChunk } of the request in flight
  let head; // of the answer that is being read, once it is complete
  let unread = NOTHING; // bytes that are not yet a whole head or a whole chunk
  let parts = [];
  let missing = 0; // bytes of the body, or of the current chunk and its line end

  socket.on("data", (bytes) => {
    if (!pending) return;
    if (head) return readBody(bytes);
    unread = unread.length === 0 ? bytes : Buffer.concat([unread, bytes]);
    const end = unread.indexOf(HEAD_END);
    if (end < 0) return;
    const rest = unread.subarray(end + HEAD_END.length);
    head = readHead(unread.latin1Slice(0, end));
    unread = NOTHING;
    missing = head.length;
    readBody(rest);
  });
  socket.on("error", fail);
  socket.on("close", () => fail(new Error("the connection was closed")));

  function readBody(bytes) {
    if (head.isChunked) return readChunks(bytes);
    if (bytes.length > 0) parts.push(bytes);
    missing -= bytes.length;
    if (missing <= 0) finish();
  }

  function readChunks(bytes) {
    unread = unread.length === 0 ? bytes : Buffer.concat([unread, bytes]);
    for (;;) {
      if (missing === 0) {
        const end = unread.indexOf("\r\n");
        if (end < 0) return;
        const length = Number.parseInt(unread.latin1Slice(0, end), 16);
        // The last chunk is followed by an empty line, which belongs to this answer and must not reach the next one.
        if (length === 0) return unread.length >= end + 4 ? finish() : undefined;
        unread = unread.subarray(end + 2);
        missing = length + 2;
      }
      if (unread.length < missing) return;
      const chunk = unread.subarray(0, missing - 2);
      unread = unread.subarray(missing);
      missing = 0;
      parts.push(chunk);
      pending.onChunk?.(chunk);
    }
  }

  function finish() {
    const { resolve } = pending;
    const answer = {
      status: head.status,
      head: head.text,
      isStream: head.isStream,
      body: parts.length === 1 ? parts[0] : Buffer.concat(parts),
    };
    if (head.closes) close();
    pending = undefined;
    head = undefined;
    unread = NOTHING;
    parts = [];
    missing = 0;
    resolve(answer);
  }

  function fail(error) {
    open = false;
    const failed = pending;
    pending = undefined;
    failed?.reject(error);
  }

  function close() {
    open = false;
    socket.destroy();
  }

  return {
    isOpen: () => open,
    close,
    /**
     * @param {string} text the whole request, head and body, in ASCII
     * @param {(chunk: Buffer) => void} [onChunk] sees every chunk of a streamed body as it arrives
     * @returns {Promise<Answer>}
     */
    request(text, onChunk) {
      return new Promise((resolve, reject) => {
        if (!open) return reject(new Error("the connection is closed"));
        pending = { resolve, reject, onChunk };
        socket.write(text, "latin1");
      });
    },
  };
}

function readHead(text) {
  const lower = text.toLowerCase();
  const length = /\r\ncontent-length: *(\d+)/.exec(lower);
  return {
    text,
    status: Number(text.slice(9, 12)),
    isChunked: lower.includes("\r\ntransfer-encoding: chunked"),
    isStream: lower.includes("\r\ncontent-type: text/event-stream"),
    closes: lower.includes("\r\nconnection: close"),
    // An answer with neither a length nor chunks has no body: every server measured here keeps its connections.
    length: length ? Number(length[1]) : 0,
  };
}
