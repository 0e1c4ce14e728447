import { z } from "zod";
import { denialType, type ReasonCode } from "@/lib/policy/decision";
import { isStorable } from "../internal/is-storable";

const argumentBytesMax = 64 * 1024;

// safe because keys of a const object are its literal keys
const reasonCodes = Object.keys(denialType) as [ReasonCode, ...ReasonCode[]];

const isObject = (value: unknown): boolean => typeof value === "object" && value !== null && !Array.isArray(value);

/** Arguments as an agent would send them. Kept as they are, forbidden keys too: a test may be about one. */
const Arguments = z
  .custom<Record<string, unknown>>(isObject, "Write a JSON object.")
  .refine((value) => Buffer.byteLength(JSON.stringify(value)) <= argumentBytesMax, "Arguments have 64 KiB at most.")
  .refine(isStorable, "They hold a character that cannot be stored (NUL, or half of one).")
  .meta({ type: "object" });

const fields = {
  name: z.string().trim().min(1).max(120),
  /** Key, id or e-mail; kept as the key. */
  human: z.string().min(1).max(300),
  /** Slug. */
  agent: z.string().min(1).max(100),
  /** Key. */
  server: z.string().min(1).max(100),
  /** Name. */
  tool: z.string().min(1).max(300),
  arguments: Arguments,
  /** Where the call would come from; null where nothing is known of it. */
  ip: z.union([z.ipv4(), z.ipv6()], { error: "Write an IPv4 or IPv6 address." }).nullable(),
  /** When it would be made; null: when the test is run. */
  at: z.iso.datetime({ offset: true, error: "Write a time such as 2026-11-22T09:30:00Z." }).nullable(),
  expect: z.strictObject({
    decision: z.enum(["allow", "deny"]),
    /** Its reason code. */
    code: z.enum(reasonCodes).optional(),
    /** Id of the policy that determines it; `this`: the one that the test belongs to. */
    policy: z.string().min(1).max(100).optional(),
  }),
};

export const CreatePolicyTestInput = z.strictObject({
  ...fields,
  arguments: fields.arguments.optional(),
  ip: fields.ip.optional(),
  at: fields.at.optional(),
});
export type CreatePolicyTestInput = z.infer<typeof CreatePolicyTestInput>;

export const UpdatePolicyTestInput = z.strictObject(fields).partial();
export type UpdatePolicyTestInput = z.infer<typeof UpdatePolicyTestInput>;
