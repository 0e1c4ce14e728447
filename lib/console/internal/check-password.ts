import "server-only";
import { setTimeout as sleep } from "node:timers/promises";
import { nowMs } from "@/lib/kernel/clock";
import { verifyPassword } from "@/lib/registry/members/password";
import { findUser, type SignedInUser } from "@/lib/registry/sessions/session-rows";
import type { Client } from "../client";
import { recordRefusal } from "./session-events";
import { type Allowance, countFailure, forgetFailures, uncountFailure, waitSeconds } from "./throttle";

export type PasswordCheck =
  | { ok: true; user: SignedInUser }
  | { ok: false; why: "wrong" }
  | { ok: false; why: "throttled"; waitSeconds: number };

/** One person at one place; an e-mail from everywhere; a place under every name. */
const perPersonAndPlace: Allowance = { max: 8, windowSeconds: 600 };
const perPerson: Allowance = { max: 60, windowSeconds: 3600 };
const perPlace: Allowance = { max: 120, windowSeconds: 600 };

/** A refusal takes this long whatever it had to do, so its duration does not tell whether the e-mail is known. */
const refusalMs = 600;

/**
 * Checks an e-mail and a password. An unknown e-mail, a wrong password and a user without one are answered alike.
 * Of a known e-mail, every refusal is in the log of each tenant that its user reaches; while a person has to wait,
 * their attempts are not looked at, and the log says so once.
 */
export async function checkPassword(given: unknown, password: unknown, client: Client): Promise<PasswordCheck> {
  const startedMs = nowMs();
  const email = typeof given === "string" ? given.trim().toLowerCase().slice(0, 320) : "";
  const place = client.ip ?? "unknown";
  const limits = [
    [`${email} ${place}`, perPersonAndPlace],
    [`${email} *`, perPerson],
    ...(client.ip === null ? [] : [[`* ${place}`, perPlace] as const]),
  ] as const;

  const refuse = async (check: PasswordCheck) => {
    await sleep(Math.max(0, startedMs + refusalMs - nowMs()));
    return check;
  };

  const wait = Math.max(...limits.map(([key, allowance]) => waitSeconds(key, allowance)));
  if (wait > 0) return refuse({ ok: false, why: "throttled", waitSeconds: wait });

  // Counted before anything is known, so that many attempts at one moment are not all looked at.
  const isLast = limits.map(([key, allowance]) => countFailure(key, allowance) === allowance.max).some(Boolean);
  const takeBack = () => {
    for (const [key] of limits) uncountFailure(key);
  };
  const found = await look(email, password).catch((error: unknown) => {
    // The database was away: nobody has failed.
    takeBack();
    throw error;
  });
  if (found.isRight) {
    takeBack();
    forgetFailures(`${email} ${place}`);
    return { ok: true, user: found.user };
  }

  const { user } = found;
  if (user) {
    await recordRefusal(user, { code: "wrong_password", text: "the password was wrong" }, "password", client);
    if (isLast)
      await recordRefusal(
        user,
        { code: "too_many_attempts", text: "too many attempts, further ones are not looked at for a while" },
        "password",
        client,
      );
  }
  return refuse({ ok: false, why: "wrong" });
}

type Found = { isRight: true; user: SignedInUser } | { isRight: false; user: SignedInUser | undefined };

async function look(email: string, password: unknown): Promise<Found> {
  const row = await findUser(email);
  const given = typeof password === "string" ? password.slice(0, 1000) : "";
  const isRight = await verifyPassword(given, row?.passwordHash ?? null);
  if (!row) return { isRight: false, user: undefined };
  const { passwordHash: _, ...user } = row;
  return { isRight, user };
}
