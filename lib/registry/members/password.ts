import "server-only";
import { randomBytes, scrypt, timingSafeEqual } from "node:crypto";

type Cost = { ln: number; r: number; p: number };

const cost: Cost = { ln: 15, r: 8, p: 1 };
const hashBytes = 32;

/** The PHC string of a password under scrypt (RFC 7914) with N = 2^15, r = 8, p = 1 and a salt of its own. */
export async function hashPassword(password: string): Promise<string> {
  const salt = randomBytes(16);
  const hash = await derive(password, salt, cost, hashBytes);
  return `$scrypt$ln=${cost.ln},r=${cost.r},p=${cost.p}$${toB64(salt)}$${toB64(hash)}`;
}

/**
 * Whether a password belongs to a PHC string. Takes the same time where there is none to compare with (`null`: nobody of that name,
 * or somebody without a password), so that an answer's time says nothing about who exists.
 */
export async function verifyPassword(password: string, stored: string | null): Promise<boolean> {
  const parsed = stored === null ? undefined : readPhc(stored);
  if (!parsed) {
    await derive(password, Buffer.alloc(16), cost, hashBytes);
    return false;
  }
  return timingSafeEqual(await derive(password, parsed.salt, parsed.cost, parsed.hash.length), parsed.hash);
}

/** A password for somebody who was given none: 96 random bits that can be read over the telephone. */
export const newPassword = (): string => randomBytes(12).toString("base64url");

function readPhc(stored: string): { cost: Cost; salt: Buffer; hash: Buffer } | undefined {
  const match = /^\$scrypt\$ln=(\d{1,2}),r=(\d{1,2}),p=(\d{1,2})\$([A-Za-z0-9+/]{11,86})\$([A-Za-z0-9+/]{22,86})$/.exec(
    stored,
  );
  if (!match) return undefined;
  const [, ln, r, p, salt = "", hash = ""] = match;
  const found = { ln: Number(ln), r: Number(r), p: Number(p) };
  // Bounds: a row must not be able to make a sign-in take minutes.
  if (found.ln < 10 || found.ln > 18 || found.r < 1 || found.r > 16 || found.p < 1 || found.p > 4) return undefined;
  return { cost: found, salt: Buffer.from(salt, "base64"), hash: Buffer.from(hash, "base64") };
}

function derive(password: string, salt: Buffer, { ln, r, p }: Cost, bytes: number): Promise<Buffer> {
  const N = 2 ** ln;
  const maxmem = 256 * N * r;
  // One person's password may reach us composed or decomposed, depending on the keyboard.
  const text = password.normalize("NFKC");
  return new Promise((resolve, reject) => {
    scrypt(text, salt, bytes, { N, r, p, maxmem }, (error, hash) => (error ? reject(error) : resolve(hash)));
  });
}

const toB64 = (bytes: Buffer): string => bytes.toString("base64").replaceAll("=", "");
