import { z } from "zod";
import { CreatePolicyTestInput } from "@/lib/registry/policies/policy-test-input";

const { name, human, agent, arguments: args, ip, at, expect } = CreatePolicyTestInput.shape;
const { decision, code, policy } = expect.shape;

const orNull = (text: string): string | null => (text.trim() === "" ? null : text.trim());
const orAbsent = (text: string): string | undefined => (text === "" ? undefined : text);

/** A JSON object as it was typed; nothing is an empty one. */
const json = z.string().transform((text, ctx): unknown => {
  if (text.trim() === "") return {};
  try {
    return JSON.parse(text);
  } catch (error) {
    ctx.addIssue({ code: "custom", message: `It is not JSON: ${error instanceof Error ? error.message : "?"}` });
    return z.NEVER;
  }
});

/** A test as its form sends it: server and tool as one choice, the time in UTC without saying so. */
export const PolicyTestFormInput = z
  .strictObject({
    policy: z.string().min(1).max(100),
    test: z.string().max(100).optional(),
    name,
    human,
    agent,
    tool: z.string().regex(/^[^/]+\/./, "Choose a tool."),
    arguments: json.pipe(args),
    ip: z.string().transform(orNull).pipe(ip.unwrap()),
    at: z
      .string()
      .transform((text) => (text === "" ? null : `${text.length === 16 ? `${text}:00` : text}Z`))
      .pipe(at.unwrap()),
    expect: z.strictObject({
      decision,
      code: z.string().transform(orAbsent).pipe(code),
      policy: z.string().transform(orAbsent).pipe(policy),
    }),
  })
  .transform(({ policy: id, test, tool, expect: expected, ...rest }) => {
    const slash = tool.indexOf("/");
    const { code: expectedCode, policy: expectedPolicy } = expected;
    return {
      policy: id,
      test,
      fields: {
        ...rest,
        arguments: rest.arguments ?? {},
        server: tool.slice(0, slash),
        tool: tool.slice(slash + 1),
        expect: {
          decision: expected.decision,
          ...(expectedCode !== undefined && { code: expectedCode }),
          ...(expectedPolicy !== undefined && { policy: expectedPolicy }),
        },
      },
    };
  });
