import { z } from "zod";
import { cast } from "./fields";
import type { Reference } from "./shape";

const level = z.enum(["low", "medium", "high"]);

const serverFields = z.strictObject({
  key: z.string().describe("The name in addresses and in <server>:<server>."),
  name: z.string().describe("The name that people see."),
  description: z.string().describe("What it is for."),
  url: z.string().describe("Its address. Credentials in it are masked."),
  auth: z.looseObject({ kind: z.string() }).describe("How the gateway signs in there: its kind, never the credential."),
  enabled: z.boolean().describe("Whether it may be used."),
  tags: z.array(z.string()).describe("Words that policies name servers by."),
  enforceSchema: z.boolean().describe("Whether arguments must fit a tool's input schema."),
  timeoutSeconds: z
    .number()
    .int()
    .nullable()
    .describe("How long a call may stay without a sign of life, in seconds; null: as it is said above."),
  forbids: z.array(z.string()).describe("What it may not ask a client for: sampling, elicitation, roots."),
  era: z.string().nullable().describe("Which generation of the protocol it speaks."),
  protocolVersion: z.string().nullable().describe("Which revision of the protocol it speaks."),
});

const toolFields = {
  level: level.describe("Of a tool: the level that it needs."),
  enabled: z.boolean().describe("Whether the server, or the tool, may be used."),
  state: z.string().describe("Of a tool: current, review, quarantined or removed."),
};

const linear = { server: "linear", resource: cast.server } as const;
const hash = (first: string): string => first.padEnd(64, "3");
const names = z.array(z.string());

export const resources = {
  "resource.created": {
    when: "An MCP server is imported and its tools are discovered.",
    by: "The member or API key that imported it.",
    todo: "Look at the suggested level of each tool and at those marked for review, before anybody gets a ceiling on the server.",
    carries: ["server", "changes"],
    changed: serverFields,
    details: z.looseObject({
      tools: z
        .array(z.looseObject({ name: z.string(), level, reason: z.string(), state: z.string() }))
        .describe("Each tool with its level, why it has it, and whether somebody should look at it."),
    }),
    example: {
      ...linear,
      changes: {
        before: null,
        after: {
          key: "linear",
          name: "Linear",
          description: "",
          url: "https://mcp.linear.app/mcp",
          auth: { kind: "header", header: "Authorization" },
          enabled: true,
          tags: [],
          enforceSchema: true,
          timeoutSeconds: null,
          forbids: [],
          era: "legacy",
          protocolVersion: "2025-11-25",
        },
      },
      details: {
        tools: [
          { name: "list_issues", level: "low", reason: "reads only, says the server", state: "current" },
          { name: "delete_project", level: "high", reason: "destructive, says the server", state: "current" },
        ],
      },
    },
  },
  "resource.updated": {
    when: "A server's settings are changed, or one of its tools gets another level, is switched on or off, or is accepted after review.",
    by: "The member or API key that changed it.",
    todo: "The field changes shows exactly the fields that differ. A lowered tool level opens the tool to more agents: look at those first.",
    carries: ["server", "tool", "changes"],
    changed: serverFields.extend(toolFields),
    details: z.looseObject({}),
    example: {
      server: "linear",
      resource: { type: "tool", key: "linear/create_issue", name: "create_issue" },
      tool: { name: "create_issue", slug: "create_issue", level: "medium", definitionHash: hash("b7e1") },
      changes: { before: { level: "high" }, after: { level: "medium" } },
    },
  },
  "resource.deleted": {
    when: "A server is removed with its tools. Every consent, connection and ceiling that was for it leaves an event of its own first.",
    by: "The member or API key that deleted it.",
    todo: "What was done on it stays in the log and is still found by its key.",
    carries: ["server", "changes"],
    changed: serverFields,
    details: z.looseObject({
      removed: z
        .strictObject({
          tools: z.number().int(),
          grants: z.number().int(),
          consents: z.number().int(),
          connections: z.number().int(),
        })
        .describe("How many tools, ceilings, consents and connections went with it."),
    }),
    example: {
      ...linear,
      changes: {
        before: {
          key: "linear",
          name: "Linear",
          description: "",
          url: "https://mcp.linear.app/mcp",
          auth: { kind: "none" },
          enabled: true,
          tags: ["saas"],
          enforceSchema: true,
          timeoutSeconds: null,
          forbids: [],
          era: "legacy",
          protocolVersion: "2025-11-25",
        },
        after: null,
      },
      details: { removed: { tools: 23, grants: 4, consents: 6, connections: 0 } },
    },
  },
  "resource.tools_changed": {
    when: "A server offers other tools than before: seen when somebody refreshed them, in the list that an agent asked for, or by the hourly look at every server. A tool whose definition widened is quarantined until somebody accepts it.",
    by: "The member or API key that had it asked, or the system.",
    todo: "Open the quarantined tools and compare their definitions before accepting them: a tool may now do more than what people consented to.",
    carries: ["server"],
    details: z.looseObject({
      added: names.describe("Tools that are new."),
      changed: names.describe("Tools whose definition changed. It is in force unless the tool is quarantined as well."),
      removed: names.describe("Tools that are gone."),
      returned: names.describe("Tools that had gone and are back; to be reviewed."),
      renamed: z
        .array(z.strictObject({ from: z.string(), to: z.string() }))
        .describe("New tools that are nearly what a tool that is gone was, and its name. Quarantined."),
      quarantined: names.describe("Those of them that nobody may call until somebody accepts their definition."),
      definitions: z
        .record(
          z.string(),
          z.strictObject({
            before: z.string().nullable().describe("Hash of the definition before; null for a tool that is new."),
            after: z.string().describe("Hash of the definition now."),
            findings: z
              .array(
                z.strictObject({
                  kind: z.string().describe("What kind of difference it is, such as parameter_added."),
                  path: z.string().optional().describe("Where in the definition."),
                  text: z.string().describe("What to read after the tool's name. Secrets in it are masked."),
                  widens: z.boolean().describe("Whether the tool is quarantined because of it."),
                }),
              )
              .describe(
                "What differs from the definition that was accepted last, those that widen first. At most eight.",
              ),
          }),
        )
        .describe("Of each changed tool the hash of its definition before and after, and what lies between."),
    }),
    example: {
      ...linear,
      details: {
        added: ["archive_project"],
        changed: ["update_issue"],
        removed: [],
        returned: [],
        renamed: [],
        quarantined: ["update_issue"],
        definitions: {
          update_issue: {
            before: hash("4c0f"),
            after: hash("e19a"),
            findings: [
              {
                kind: "parameter_added",
                path: "inputSchema.properties.notifyUrl",
                text: "takes the new optional parameter “notifyUrl”",
                widens: true,
              },
            ],
          },
        },
      },
    },
  },
  "resource.tested": {
    when: "Somebody tests the connection to a server. Nothing is stored of what it answered; outcome error: a step failed, and the field error says which and why.",
    by: "The member or API key that tested it.",
    todo: "The message of the error says what was found. The last test is shown with the server's health.",
    carries: ["server", "error"],
    details: z.looseObject({
      as: z
        .enum(["nobody", "header", "own_account", "challenge_only"])
        .describe(
          "With which credential it was asked. challenge_only: it wants accounts, and the tester has none there.",
        ),
      ms: z.number().int().describe("How long the whole test took, in milliseconds."),
      steps: z
        .array(z.strictObject({ step: z.string(), ok: z.boolean(), ms: z.number().int() }))
        .describe("How far it came: address, connect, handshake, tools."),
    }),
    example: {
      ...linear,
      outcome: "error",
      error: { type: "refused", message: "Nothing listens at mcp.linear.app, port 443." },
      details: {
        as: "header",
        ms: 34,
        steps: [
          { step: "address", ok: true, ms: 12 },
          { step: "connect", ok: false, ms: 22 },
        ],
      },
    },
  },
} as const satisfies Record<string, Reference>;
