import { z } from "zod";

const port = z.coerce.number().int().min(1).max(65535);

/**
 * The environment as API.md fixes it, each variable with what it is for: the documentation's table is made of this, and
 * `env.ts` reads by it.
 */
export const Environment = z.object({
  NODE_ENV: z
    .enum(["development", "production", "test"])
    .default("development")
    .describe("Set by `npm start` (production) and `npm run dev`; leave it to them."),
  PORT: port.default(3000).describe("Where the server listens."),
  HOST: z.string().default("127.0.0.1").describe("The address it listens on. `0.0.0.0` for every one of this machine."),
  PUBLIC_URL: z
    .url({ protocol: /^https?$/, error: "must be an http(s) URL" })
    .optional()
    .describe(
      "How people and agents reach it. Without it `http://localhost:PORT`. Never taken from request headers; tokens are made for it.",
    ),
  DATABASE_URL: z
    .string()
    .regex(/^postgres(ql)?:\/\//, "must be a postgresql:// URL")
    .optional()
    .describe("A PostgreSQL 15 or newer. Without it the embedded one runs, in `DATA_DIR`."),
  DATA_DIR: z
    .string()
    .default(".data")
    .describe("The embedded database and its secret; checkpoints of the log, where this folder exists."),
  COUNTERSIGN_SECRET: z
    .string()
    .min(32, "must have at least 32 characters")
    .optional()
    .describe(
      "At least 32 characters, the same for every process. Every key is derived from it. Required with `DATABASE_URL`; with the embedded database it is generated.",
    ),
  UPSTREAM_ALLOW_PRIVATE: z
    .string()
    .default("")
    .describe(
      "Private hosts, addresses or CIDR blocks, optionally with `:port`, separated by commas, that servers and their authorization servers may be reached at.",
    ),
  UPSTREAM_TIMEOUT_SECONDS: z.coerce
    .number()
    .int()
    .min(1)
    .max(3600)
    .default(120)
    .describe("How long a server may stay silent during one call, in seconds. A server and a tool can say otherwise."),
  TRUST_PROXY: z.coerce
    .number()
    .int()
    .min(0)
    .max(10)
    .default(0)
    .describe("How many proxies stand in front, whose word on the client's address is taken."),
  AUTH_OIDC_ISSUER: z.url().optional().describe("The OpenID Connect issuer that people sign in with."),
  AUTH_OIDC_CLIENT_ID: z.string().optional().describe("The client id there. Both are needed for the button to appear."),
  AUTH_OIDC_CLIENT_SECRET: z
    .string()
    .optional()
    .describe("The client's secret. Without it the client is a public one."),
  AUTH_OIDC_NAME: z.string().default("Single sign-on").describe("What the button says."),
  LOG_LEVEL: z
    .enum(["debug", "info", "warn", "error", "silent"])
    .default("info")
    .describe("What the process writes to its output: `debug`, `info`, `warn`, `error` or `silent`."),
  COUNTERSIGN_FRONT: z
    .enum(["on", "off"])
    .default("on")
    .describe("`off` leaves /mcp to Next's route handlers: slower, the same answers. For hosts and tests."),
});
export type Environment = z.infer<typeof Environment>;
