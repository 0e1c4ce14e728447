#!/usr/bin/env node
/*
 * Verifies a file that was exported from a Countersign audit log. One file, no dependency, Node 18 or newer; it asks nobody and
 * sends nothing anywhere.
 *
 *   node verify-export.mjs events.jsonl [--key FILE-or-base64] [--checkpoint FILE]
 *
 * What it checks:
 *   1. the file is the one that was signed: its SHA-256, its number of rows, the first and the last event, and the signature of the
 *      manifest at its end (Ed25519 over the canonical JSON of the manifest, RFC 8785)
 *   2. each row that carries a proof (an export with proofs=true): the envelope hashes to the row's leaf (RFC 6962:
 *      SHA-256(0x00 ‖ envelope)), the row says what the envelope says, personal values are those that the envelope committed to
 *      (HMAC-SHA-256 under a salt), and the leaf's path leads to the root of the signed checkpoint. Not in the envelope, and so
 *      vouched for by the manifest alone: recordedAt, seq, and the sentences of the nine derivations in a chain
 *   3. with --checkpoint: the checkpoint that you kept is of the same log, is signed by the same key, and is not contradicted
 * Without --key it shows the key that the file itself names: whoever made the file chose that one, so compare it with the key that
 * your installation publishes (GET /api/v1/<tenant>/checkpoints/keys).
 *
 * Exit code 0: valid. 1: something is not valid. 2: it could not be verified (no such file, no manifest, wrong usage).
 */
import { createHash, createHmac, createPublicKey, verify } from "node:crypto";
import { createReadStream, existsSync, readFileSync } from "node:fs";

const sha256 = (...parts) => parts.reduce((hash, part) => hash.update(part), createHash("sha256")).digest();
const leafOf = (envelope) => sha256(Buffer.from([0]), Buffer.from(envelope));
const nodeOf = (left, right) => sha256(Buffer.from([1]), left, right);

const csvManifest = "# manifest: ";
/** At most so many findings of a kind are written out; all are counted. */
const shownMax = 20;

/** Something that keeps the file from being verified at all. */
class Unverifiable extends Error {}

// ---- reading -----------------------------------------------------------------------------------------------------

/** The lines of a file as bytes, each with its line feed (the last one may lack it). Memory holds one line at a time. */
async function* linesOf(file) {
  let rest = [];
  for await (const chunk of createReadStream(file)) {
    let begin = 0;
    for (let end = chunk.indexOf(10); end >= 0; end = chunk.indexOf(10, begin)) {
      yield Buffer.concat([...rest, chunk.subarray(begin, end + 1)]);
      rest = [];
      begin = end + 1;
    }
    if (begin < chunk.length) rest.push(chunk.subarray(begin));
  }
  if (rest.length > 0) yield Buffer.concat(rest);
}

/** The manifest in a line, if it is one. */
function readManifest(line) {
  const text = line.toString("utf8").trimEnd();
  const json = text.startsWith(csvManifest) ? text.slice(csvManifest.length) : text;
  if (!json.startsWith('{"manifest"') && !json.startsWith('{"signature"')) return undefined;
  try {
    const value = JSON.parse(json);
    return value.manifest && typeof value.signature === "string" ? value : undefined;
  } catch {
    return undefined;
  }
}

/** JSON with the keys of every object in order of their UTF-16 code units, and nothing else between (RFC 8785). */
function canonical(value) {
  if (Array.isArray(value)) return `[${value.map(canonical).join(",")}]`;
  if (value === null || typeof value !== "object") return JSON.stringify(value);
  const keys = Object.keys(value).sort();
  return `{${keys.map((key) => `${JSON.stringify(key)}:${canonical(value[key])}`).join(",")}}`;
}

// ---- keys and checkpoints ----------------------------------------------------------------------------------------

/** An Ed25519 public key out of its 32 bytes in base64, of a PEM file, or of a verifier key (`name+hash+base64`). */
function readKey(given) {
  const text = (existsSync(given) ? readFileSync(given, "utf8") : given).trim();
  if (text.includes("BEGIN PUBLIC KEY"))
    return createPublicKey(text).export({ format: "der", type: "spki" }).subarray(-32);
  // The base64 of a verifier key may itself hold plus signs: only the first two separate.
  const [, encoded] = /^[^+\s]+\+[0-9a-f]{8}\+(\S+)$/.exec(text) ?? [];
  const bytes = Buffer.from(encoded ?? text, "base64");
  const key = encoded === undefined ? bytes : bytes.subarray(1);
  if (key.length !== 32) throw new Unverifiable(`--key is no Ed25519 public key of 32 bytes: ${given}`);
  return key;
}

const isSigned = (text, signature, key) => {
  const spki = Buffer.concat([Buffer.from("302a300506032b6570032100", "hex"), key]);
  const publicKey = createPublicKey({ key: spki, format: "der", type: "spki" });
  return signature.length === 64 && verify(null, Buffer.from(text), publicKey, signature);
};

/** A signed note over origin, size and root (C2SP tlog-checkpoint). */
function readCheckpoint(note) {
  const end = note.lastIndexOf("\n\n");
  const text = note.slice(0, end + 1);
  const [origin, size, root] = text.split("\n");
  if (end < 0 || !/^\d{1,16}$/.test(size ?? "") || Buffer.from(root ?? "", "base64").length !== 32)
    throw new Unverifiable("A checkpoint is no signed note over a log's origin, size and root.");
  const signatures = note
    .slice(end + 2)
    .split("\n")
    .flatMap((line) => {
      const [, name, base64] = /^— (\S+) (\S+)$/.exec(line) ?? [];
      return base64 === undefined ? [] : [{ name, bytes: Buffer.from(base64, "base64") }];
    });
  return { text, origin, size: Number(size), root: Buffer.from(root, "base64"), signatures };
}

/** Whether a key signed a checkpoint under the log's own name. */
function isSignedCheckpoint({ text, origin, signatures }, key) {
  const hash = sha256(`${origin}\n`, Buffer.from([1]), key).subarray(0, 4);
  return signatures.some(
    ({ name, bytes }) => name === origin && bytes.subarray(0, 4).equals(hash) && isSigned(text, bytes.subarray(4), key),
  );
}

// ---- proofs ------------------------------------------------------------------------------------------------------

/** The root that a leaf and its path lead to (RFC 9162 §2.1.3.2); undefined where the path does not fit. */
function rootFromPath(leaf, index, size, path) {
  if (!Number.isSafeInteger(index) || index < 0 || index >= size) return undefined;
  let own = index;
  let last = size - 1;
  let root = leaf;
  for (const other of path) {
    if (last === 0) return undefined;
    if (own % 2 === 1 || own === last) {
      root = nodeOf(other, root);
      while (own % 2 === 0 && own !== 0) {
        own /= 2;
        last = Math.floor(last / 2);
      }
    } else root = nodeOf(root, other);
    own = Math.floor(own / 2);
    last = Math.floor(last / 2);
  }
  return last === 0 ? root : undefined;
}

/** Fields of a row that are not in the envelope; its id is written in another way. */
const notInEnvelope = new Set(["id", "recordedAt", "seq", "hash", "proof"]);
/** Fields of the envelope that a row does not show. */
const notShown = new Set(["v", "nonce", "index"]);
/** What a row says where its envelope says nothing; else it says nothing either. */
const whereAbsent = {
  outcome: "unknown",
  actor: { type: "system", key: "unknown", name: null },
  requestId: "",
  surface: "system",
};
const erased = "[erased]";

const isCommitment = (value) =>
  value !== null &&
  typeof value === "object" &&
  /^[\w-]{43}$/.test(value.commitment) &&
  Object.keys(value).length === 1;

/** Where a shown value differs from the envelope's. `open` collects personal values that have no salt to check them by. */
function differences(shown, sealed, salts, at, open) {
  if (isCommitment(sealed)) {
    if (shown === erased) return [];
    const salt = salts[sealed.commitment];
    if (salt === undefined) {
      open.push(at);
      return [];
    }
    const commitment = createHmac("sha256", Buffer.from(salt, "base64url"))
      .update(String(shown), "utf8")
      .digest("base64url");
    return commitment === sealed.commitment ? [] : [at];
  }
  if (sealed === undefined || sealed === null) return isNothing(shown) ? [] : [at];
  if (typeof sealed !== "object") return shown === sealed ? [] : [at];
  if (shown === null || typeof shown !== "object" || Array.isArray(sealed) !== Array.isArray(shown)) return [at];
  return [...new Set([...Object.keys(sealed), ...Object.keys(shown)])].flatMap((key) =>
    differences(shown[key], sealed[key], salts, `${at}.${key}`, open),
  );
}

/** What stands for an absent field. */
const isNothing = (value) =>
  value === undefined || value === null || (typeof value === "object" && Object.values(value).length === 0);

/** What is wrong with one row that carries a proof, in words; `open` as above. */
function checkProof(row, checkpoint, open) {
  const { envelope, index, path, salts = {} } = row.proof;
  const leaf = leafOf(envelope);
  if (leaf.toString("hex") !== row.hash) return ["its envelope does not hash to its leaf"];
  const wrong = [];
  const sealed = JSON.parse(envelope);
  const shown = { ...row, chain: withoutCells(row.chain) };
  const says = { ...whereAbsent, ...sealed, chain: withoutCells(sealed.chain) };
  for (const key of new Set([...Object.keys(shown), ...Object.keys(says)])) {
    if (notInEnvelope.has(key) || notShown.has(key)) continue;
    const differ = differences(shown[key], says[key], salts, key, open);
    if (differ.length > 0) wrong.push(`${differ.join(", ")} does not say what was sealed`);
  }
  if (uuidOf(row.id) !== sealed.id) wrong.push("its id is not the one that was sealed");
  if (row.chain?.some(isMisderived)) wrong.push("a derivation in its chain does not follow from its levels");
  if (!checkpoint) open.push("the path: the file names no checkpoint");
  else if (
    !rootFromPath(
      leaf,
      index,
      checkpoint.size,
      path.map((hash) => Buffer.from(hash, "hex")),
    )?.equals(checkpoint.root)
  )
    wrong.push("its path does not lead to the checkpoint");
  return wrong;
}

/** A chain without the nine derivations of its trust step: they are not sealed, and follow from the levels in it. */
const withoutCells = (chain) =>
  chain?.map((step) => {
    const { cells: _, ...sealed } = step;
    return step.stage === "trust" ? sealed : step;
  });

/** Whether a trust step shows another derivation as the one that holds than its levels say. An expired consent counts as none. */
const isMisderived = ({ stage, ceiling, consent, effective, cells = [] }) =>
  stage === "trust" &&
  cells.some((cell) => cell.holds !== (effective !== null && cell.ceiling === ceiling && cell.consent === consent));

/** The UUID behind an event's id: `evt_` and 26 characters of Crockford's base 32. */
function uuidOf(id) {
  const [, text] = /^evt_([0-9a-hjkmnp-tv-z]{26})$/.exec(String(id)) ?? [];
  if (text === undefined) return undefined;
  let value = 0n;
  for (const char of text) value = value * 32n + BigInt("0123456789abcdefghjkmnpqrstvwxyz".indexOf(char));
  const hex = value.toString(16).padStart(32, "0");
  return [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20)].join("-");
}

// ---- the whole file ----------------------------------------------------------------------------------------------

function readArgs(argv) {
  const options = {};
  const words = [];
  for (let i = 0; i < argv.length; i += 1) {
    if (argv[i] === "--key" || argv[i] === "--checkpoint") {
      if (argv[i + 1] === undefined) throw new Unverifiable(`${argv[i]} needs a value.`);
      options[argv[i].slice(2)] = argv[++i];
    } else words.push(argv[i]);
  }
  if (words.length !== 1 || words[0].startsWith("--"))
    throw new Unverifiable("Usage: node verify-export.mjs FILE [--key FILE-or-base64] [--checkpoint FILE]");
  return { file: words[0], ...options };
}

async function findManifest(file) {
  let last;
  for await (const line of linesOf(file)) if (line.toString("utf8").trim() !== "") last = line;
  const found = last && readManifest(last);
  if (!found) throw new Unverifiable("The last line is no manifest: the file was cut off, or is no export.");
  return found;
}

async function main(argv) {
  const { file, key: pinned, checkpoint: kept } = readArgs(argv);
  if (!existsSync(file)) throw new Unverifiable(`There is no file ${file}.`);
  const { manifest, signature } = await findManifest(file);
  const findings = new Map();
  const find = (text, line) => {
    const lines = findings.get(text) ?? [];
    lines.push(line);
    findings.set(text, lines);
  };

  const named = Buffer.from(String(manifest.publicKey), "base64");
  const key = pinned === undefined ? named : readKey(pinned);
  if (!named.equals(key)) find("The file names another key than --key.");
  if (key.length !== 32) throw new Unverifiable("The manifest names no Ed25519 public key.");
  if (!isSigned(canonical(manifest), Buffer.from(signature, "base64"), key))
    find("The signature of the manifest is not valid.");

  const checkpoint = manifest.checkpoint ? readCheckpoint(manifest.checkpoint) : undefined;
  if (checkpoint && !isSignedCheckpoint(checkpoint, key)) find("The checkpoint in the file is not signed by this key.");
  if (kept !== undefined) checkKept(readCheckpoint(readFileSync(kept, "utf8").trimEnd() + "\n"), checkpoint, key, find);

  const rows = await checkRows(file, manifest, checkpoint, find);

  const valid = findings.size === 0;
  console.log(`${file}: ${valid ? "VALID" : "NOT VALID"}`);
  console.log(
    `  ${rows.count} rows of ${manifest.tenant}, exported ${manifest.exportedAt}${manifest.complete === false ? ", not complete" : ""}`,
  );
  for (const [text, lines] of findings) console.log(`  ✗ ${text}${where(lines)}`);
  if (rows.proved > 0)
    console.log(`  ✓ ${rows.proved} rows proved to be in the log${checkpoint ? ` of ${checkpoint.size} events` : ""}`);
  if (rows.unproved > 0)
    console.log(`  ? ${rows.unproved} rows carry no proof of their own: the manifest alone vouches for them`);
  for (const [what, lines] of rows.open) console.log(`  ? could not be validated: ${what}${where(lines)}`);
  if (pinned === undefined)
    console.log(
      `  ? the key is the one that the file names (${manifest.keyId}, ${manifest.publicKey}): compare it with your installation's, or give it by --key`,
    );
  return valid ? 0 : 1;
}

/** Two checkpoints of one log must not say different things. */
function checkKept(kept, checkpoint, key, find) {
  if (!isSignedCheckpoint(kept, key)) find("The checkpoint of --checkpoint is not signed by this key.");
  if (!checkpoint) return find("The file names no checkpoint to compare with --checkpoint.");
  if (kept.origin !== checkpoint.origin) find(`The checkpoint of --checkpoint is of another log (${kept.origin}).`);
  else if (kept.size > checkpoint.size)
    find(
      `The log had ${kept.size} events when --checkpoint was signed, and ${checkpoint.size} when this was exported.`,
    );
  else if (kept.size === checkpoint.size && !kept.root.equals(checkpoint.root))
    find("The log had another root at the same size when --checkpoint was signed.");
}

/** Reads every row once: the bytes for the manifest, the leaves, and the proofs. */
async function checkRows(file, manifest, checkpoint, find) {
  const whole = createHash("sha256");
  const leaves = createHash("sha256");
  const open = new Map();
  const isCsv = manifest.format === "csv";
  let [count, proved, unproved, number] = [0, 0, 0, 0];
  let [first, last, header] = [undefined, undefined, undefined];
  let csv = [];
  for await (const line of linesOf(file)) {
    number += 1;
    if (readManifest(line)) {
      if (JSON.stringify(readManifest(line).manifest) === JSON.stringify(manifest)) break;
      find("A line is a manifest of another export.", number);
    }
    whole.update(line);
    const text = line.toString("utf8");
    if (text.trim() === "") continue;
    let row;
    if (isCsv) {
      // A cell may hold line feeds: it ends when its quotation marks are even.
      csv.push(text);
      const record = csv.join("");
      if ((record.match(/"/g) ?? []).length % 2 === 1) continue;
      csv = [];
      const cells = readCsv(record);
      if (!header) {
        header = cells;
        continue;
      }
      row = Object.fromEntries(header.map((name, i) => [name, cells[i]]));
    } else
      try {
        row = JSON.parse(text);
      } catch {
        find("A line is no JSON.", number);
        continue;
      }
    count += 1;
    first ??= row;
    last = row;
    if (/^[0-9a-f]{64}$/.test(row.hash ?? "")) leaves.update(Buffer.from(row.hash, "hex"));
    else find("A row has no leaf hash.", number);
    if (typeof row.proof !== "object" || row.proof === null) unproved += 1;
    else {
      const undecided = [];
      const wrong = proofOf(row, checkpoint, undecided);
      for (const text of wrong) find(`A row is not what was sealed: ${text}.`, number);
      for (const what of undecided) open.set(what, [...(open.get(what) ?? []), number].slice(0, shownMax + 1));
      if (wrong.length === 0 && checkpoint) proved += 1;
    }
  }
  if (whole.digest("hex") !== manifest.sha256) find("The rows are not those that were signed (SHA-256 differs).");
  if (leaves.digest("hex") !== manifest.leaves) find("The leaf hashes are not those that were signed.");
  if (count !== manifest.rows) find(`The file has ${count} rows, the manifest says ${manifest.rows}.`);
  if (manifest.unproved !== undefined && unproved !== manifest.unproved)
    find(`${unproved} rows carry no proof, the manifest says ${manifest.unproved}.`);
  if (count > 0 && (first.id !== manifest.firstEvent || last.id !== manifest.lastEvent))
    find("The first or the last event is not the one that the manifest names.");
  return { count, proved, unproved, open };
}

function proofOf(row, checkpoint, undecided) {
  try {
    return checkProof(row, checkpoint, undecided);
  } catch {
    return ["its proof cannot be read"];
  }
}

/** The cells of one CSV record (RFC 4180). A cell that would be a formula is exported with an apostrophe before it; ids and hashes never are. */
function readCsv(record) {
  const cells = [];
  let [cell, quoted] = ["", false];
  const text = record.replace(/\r?\n$/, "");
  for (let i = 0; i < text.length; i += 1) {
    if (quoted && text[i] === '"' && text[i + 1] === '"') cell += text[i++];
    else if (text[i] === '"') quoted = !quoted;
    else if (text[i] === "," && !quoted) {
      cells.push(cell);
      cell = "";
    } else cell += text[i];
  }
  cells.push(cell);
  // A file may begin with a byte order mark.
  if (cells[0]?.startsWith("\uFEFF")) cells[0] = cells[0].slice(1);
  return cells;
}

function where(lines) {
  const known = lines.filter((line) => line !== undefined);
  if (known.length === 0) return "";
  const rest = known.length > shownMax ? ` and ${known.length - shownMax} more` : "";
  return ` (line ${known.slice(0, shownMax).join(", ")}${rest})`;
}

try {
  process.exitCode = await main(process.argv.slice(2));
} catch (error) {
  console.error(error instanceof Unverifiable ? error.message : `The file could not be verified: ${error.message}`);
  process.exitCode = 2;
}
