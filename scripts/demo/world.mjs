// Who lives in the demo world, what they may do, and what their agents did this morning. Only data: `build-world.mjs`
// makes it true through the command line and the HTTP API, `run-calls.mjs` lets the agents act.

const DAY_MS = 24 * 60 * 60 * 1000;
const inDays = (days) => new Date(Date.now() + days * DAY_MS).toISOString();

/** What real clients say about themselves, and the SDK generation that they speak with. */
const CLIENTS = {
  claudeCode: {
    agent: "claude-code",
    sdk: "v1",
    who: { name: "claude-code", title: "Claude Code", version: "2.1.197", userAgent: "claude-code/2.1.197 (sdk-cli)" },
  },
  claudeCodeModern: {
    agent: "claude-code",
    sdk: "auto",
    who: { name: "claude-code", title: "Claude Code", version: "2.2.4", userAgent: "claude-code/2.2.4 (cli)" },
  },
  cursor: {
    agent: "cursor",
    sdk: "legacy",
    who: { name: "cursor-vscode", version: "1.0.0", userAgent: "Cursor/2.6.11 (linux x64)" },
  },
  codex: {
    agent: "codex",
    sdk: "v1",
    who: { name: "codex-mcp-client", title: "Codex", version: "0.169.0", userAgent: "codex-mcp-client/0.169.0" },
  },
  chatgpt: {
    agent: "chatgpt",
    sdk: "modern",
    who: { name: "ChatGPT", version: "1.2026.308", userAgent: "openai-mcp/1.0.0 (ChatGPT)" },
  },
  n8n: {
    agent: "n8n",
    sdk: "v1",
    who: { name: "@n8n/n8n-nodes-langchain.mcpClientTool", version: "1.2", userAgent: "n8n/2.11.0" },
  },
};

/** Levels where the demo's admins disagree with, or want to be sure of, what the gateway suggests. */
const TICKET_LEVELS = {
  get_ticket: "low",
  list_tickets: "low",
  search_tickets: "low",
  create_ticket: "medium",
  comment_on_ticket: "medium",
  assign_ticket: "medium",
  close_ticket: "medium",
  delete_ticket: "high",
  refund_order: "high",
  export_customer_data: "high",
};
const MEMORY_LEVELS = {
  read_graph: "low",
  search_nodes: "low",
  open_nodes: "low",
  create_entities: "medium",
  create_relations: "medium",
  add_observations: "medium",
  delete_entities: "high",
  delete_observations: "high",
  delete_relations: "high",
};
const EVERYTHING_LEVELS = {
  echo: "low",
  "get-sum": "low",
  "get-tiny-image": "low",
  "get-structured-content": "low",
  "trigger-long-running-operation": "medium",
  "gzip-file-as-resource": "high",
  // It calls itself read-only, and shows the server's environment.
  "get-env": "high",
};

const tickets = (desk) => ({
  key: "tickets",
  name: "Tickets",
  description: "The support desk: tickets, refunds, customer data.",
  upstream: "tickets",
  path: `/${desk}/mcp`,
  levels: TICKET_LEVELS,
});
const memory = {
  key: "memory",
  name: "Knowledge graph",
  description: "What the team taught its agents.",
  upstream: "memory",
  path: "/mcp",
  levels: MEMORY_LEVELS,
};
const everything = {
  key: "everything",
  name: "Everything",
  description: "The protocol's reference server, one of each kind of tool.",
  upstream: "everything",
  path: "/mcp",
  levels: EVERYTHING_LEVELS,
};

const northwind = {
  slug: "northwind",
  name: "Production",
  organization: "Northwind",
  owner: "maya.okafor@northwind.example",
  members: [
    { email: "jonas.lindqvist@northwind.example", role: "admin" },
    { email: "priya.raman@northwind.example", role: "auditor" },
    { email: "tomas.herrera@northwind.example", role: "viewer" },
  ],
  servers: [tickets("northwind"), memory, everything],
  humans: [
    {
      email: "maya.okafor@northwind.example",
      name: "Maya Okafor",
      ceilings: { tickets: "high", memory: "high", everything: "medium" },
    },
    {
      email: "jonas.lindqvist@northwind.example",
      name: "Jonas Lindqvist",
      ceilings: { tickets: "high", memory: "medium", everything: "medium" },
    },
    {
      email: "priya.raman@northwind.example",
      name: "Priya Raman",
      ceilings: { tickets: "medium", memory: "medium" },
    },
    {
      email: "tomas.herrera@northwind.example",
      name: "Tomás Herrera",
      ceilings: { tickets: "low", everything: "low" },
    },
    { email: "lena.fischer@northwind.example", name: "Lena Fischer", ceilings: { tickets: "high" } },
    { email: "samuel.osei@contractor.example", name: "Samuel Osei", ceilings: { tickets: "medium" } },
  ],
  instances: [
    {
      id: "maya-claude",
      human: "maya.okafor@northwind.example",
      label: "Maya's laptop",
      client: CLIENTS.claudeCode,
      consents: { tickets: { level: "high" }, memory: { level: "high" }, everything: { level: "medium" } },
      calls: {
        tickets: [
          ["list_tickets", { status: "open" }],
          ["get_ticket", { id: "T-1043" }],
          ["assign_ticket", { id: "T-1043", assignee: "maya.okafor@northwind.example" }],
          ["comment_on_ticket", { id: "T-1043", text: "We are sorry. Three dry blankets leave our warehouse today." }],
          ["refund_order", { orderId: "O-7731", amount: 40, currency: "EUR" }],
          ["refund_order", { orderId: "O-7762", amount: 915, currency: "EUR" }],
          ["export_customer_data", { customerId: "C-219" }],
          ["delete_ticket", { id: "T-1047" }],
          ["get_ticket", { id: "T-9999" }],
        ],
        memory: [
          [
            "create_entities",
            {
              entities: [
                {
                  name: "Kettle Mountain Lodge",
                  entityType: "customer",
                  observations: ["Orders blankets each autumn"],
                },
                { name: "Wool blanket", entityType: "product", observations: ["Arrives damp when shipped by sea"] },
              ],
            },
          ],
          [
            "create_relations",
            { relations: [{ from: "Kettle Mountain Lodge", to: "Wool blanket", relationType: "buys" }] },
          ],
          ["search_nodes", { query: "blanket" }],
          ["delete_entities", { entityNames: ["Nobody"] }],
        ],
        everything: [
          ["get-sum", { a: 915, b: 40 }],
          ["get-env", {}],
        ],
      },
    },
    {
      id: "maya-cursor",
      human: "maya.okafor@northwind.example",
      label: "Cursor on Maya's laptop",
      client: CLIENTS.cursor,
      consents: { tickets: { level: "medium", excludedTools: ["close_ticket"] }, memory: { level: "low" } },
      calls: {
        tickets: [
          ["search_tickets", { query: "zip" }],
          ["comment_on_ticket", { id: "T-1041", text: "Could you send us a photo of the zip?" }],
          ["close_ticket", { id: "T-1041", resolution: "Replaced" }],
          ["refund_order", { orderId: "O-7731", amount: 20, currency: "EUR" }],
        ],
        memory: [
          ["read_graph", {}],
          [
            "add_observations",
            { observations: [{ entityName: "Wool blanket", contents: ["Ask for a photo before a refund"] }] },
          ],
        ],
      },
    },
    {
      id: "jonas-codex",
      human: "jonas.lindqvist@northwind.example",
      label: "Build machine",
      client: CLIENTS.codex,
      consents: { tickets: { level: "medium" }, everything: { level: "medium" } },
      calls: {
        tickets: [
          ["list_tickets", { limit: 5 }],
          ["get_ticket", { id: "T-1046" }],
          ["summarize_inbox", { days: 7 }],
          ["delete_ticket", { id: "T-1046" }],
        ],
        everything: [
          ["echo", { message: "Is the gateway there?" }],
          ["get-structured-content", { location: "Chicago" }],
          ["trigger-long-running-operation", { duration: 0.4, steps: 4 }],
          ["get-sum", { a: "one", b: 2 }],
        ],
      },
    },
    {
      id: "jonas-claude",
      human: "jonas.lindqvist@northwind.example",
      label: "Jonas's laptop",
      client: CLIENTS.claudeCodeModern,
      consents: { tickets: { level: "high", expiresAt: inDays(30) }, memory: { level: "medium" } },
      calls: {
        tickets: [
          ["search_tickets", { query: "parcel" }],
          [
            "create_ticket",
            {
              subject: "Carrier lost a parcel in Porto",
              body: "The customer pasted her login while asking for help. password=tangerine-orbit-42",
              customer: "C-219",
              priority: "high",
            },
          ],
          ["refund_order", { orderId: "O-7750", amount: 74.5, currency: "GBP" }],
          ["refund_order", { orderId: "O-7750", amount: 74.5, currency: "EUR" }],
          ["refund_order", { orderId: "O-7744", amount: 2460, currency: "EUR" }],
          ["delete_ticket", { id: "T-1046" }],
        ],
        memory: [
          ["open_nodes", { names: ["Kettle Mountain Lodge"] }],
          ["delete_entities", { entityNames: ["Wool blanket"] }],
        ],
      },
    },
    {
      id: "priya-chatgpt",
      human: "priya.raman@northwind.example",
      label: "ChatGPT on the web",
      client: CLIENTS.chatgpt,
      consents: { tickets: { level: "medium" }, memory: { level: "medium" } },
      calls: {
        tickets: [
          ["list_tickets", { status: "waiting" }],
          ["get_ticket", { id: "T-1042" }],
          ["comment_on_ticket", { id: "T-1042", text: "The next invoice carries the new name.", internal: true }],
          ["create_ticket", { subject: "Old name on invoices", body: "Found two more.", customer: "C-204" }],
          ["export_customer_data", { customerId: "C-204" }],
        ],
        memory: [["search_nodes", { query: "invoice" }]],
      },
    },
    {
      id: "tomas-cursor",
      human: "tomas.herrera@northwind.example",
      label: "Cursor, Lisbon office",
      client: CLIENTS.cursor,
      consents: { tickets: { level: "low" }, everything: { level: "low" } },
      calls: {
        tickets: [
          ["list_tickets", {}],
          ["get_ticket", { id: "T-1048" }],
          ["close_ticket", { id: "T-1048", resolution: "Found at the neighbour's" }],
        ],
        everything: [
          ["echo", { message: "Bom dia" }],
          ["trigger-long-running-operation", { duration: 1, steps: 2 }],
        ],
      },
    },
    {
      id: "lena-n8n",
      human: "lena.fischer@northwind.example",
      label: "Refund workflow",
      client: CLIENTS.n8n,
      consents: { tickets: { level: "high", expiresAt: inDays(90) } },
      calls: {
        tickets: [
          ["search_tickets", { query: "damp" }],
          ["refund_order", { orderId: "O-7762", amount: 60, currency: "EUR" }],
          ["refund_order", { orderId: "O-7762", amount: 480, currency: "EUR" }],
          ["refund_order", { orderId: "O-1", amount: 5, currency: "EUR" }],
          ["comment_on_ticket", { id: "T-1043", text: "60 EUR are on their way to your card." }],
          ["close_ticket", { id: "T-1043", resolution: "Refunded in part" }],
        ],
        // Nobody imported such a server: the refusal is in the log, too.
        payroll: [["list_salaries", {}]],
      },
    },
    {
      id: "samuel-claude",
      human: "samuel.osei@contractor.example",
      label: "Contractor's laptop",
      client: CLIENTS.claudeCodeModern,
      consents: { tickets: { level: "medium", expiresAt: inDays(7) } },
      calls: {
        tickets: [
          ["search_tickets", { query: "stove" }],
          ["comment_on_ticket", { id: "T-1044", text: "The valve freezes; a new seal helps.", internal: true }],
          ["create_ticket", { subject: "Order new seals", body: "Ten of them.", customer: "C-241" }],
          ["assign_ticket", { id: "T-1044", assignee: "samuel.osei@contractor.example" }],
        ],
      },
      // The contract ended: the connection is cut, and what is tried afterwards is refused and recorded.
      disconnectedAfterwards: true,
    },
  ],
  policies: [
    {
      name: "Customer data leaves by the privacy desk only",
      description: "No agent exports personal data, whoever it works for.",
      effect: "deny",
      scope: { servers: ["tickets"], tools: ["export_customer_data"] },
    },
    {
      name: "Large refunds need a person",
      description: "Above 100 a refund is paid by somebody who has read the thread.",
      effect: "deny",
      scope: { servers: ["tickets"], tools: ["refund_order"] },
      when: "args.amount > 100",
    },
    {
      name: "Workflows do not close tickets",
      description: "A person reads the thread before it is closed.",
      effect: "deny",
      scope: { agents: ["n8n"], tools: ["close_ticket", "assign_ticket"] },
    },
    {
      name: "Contractors comment, nothing more",
      effect: "deny",
      scope: {
        humans: ["samuel.osei@contractor.example"],
        tools: ["create_ticket", "assign_ticket", "close_ticket"],
      },
    },
    {
      name: "Deletions, watched for a month",
      description: "Not enforced yet: shows what a ban on deleting would stop.",
      effect: "deny",
      status: "shadow",
      scope: { tools: ["delete_*"] },
    },
    {
      name: "Refunds in euros",
      description: "Not enforced yet: shows which refunds a ban on other currencies would stop.",
      effect: "deny",
      status: "shadow",
      scope: { servers: ["tickets"], tools: ["refund_order"] },
      unless: 'args.currency == "EUR"',
    },
    {
      name: "Night shift may read",
      description: "Being written.",
      effect: "allow",
      status: "draft",
      scope: { servers: ["tickets"], tools: ["list_tickets", "get_ticket", "search_tickets"] },
    },
  ],
  // After the calls: what is in the log keeps the name under which it was decided.
  renames: [["Contractors comment, nothing more", "Contractors may only comment"]],
};

const northwindStaging = {
  slug: "northwind-staging",
  name: "Staging",
  organization: "Northwind",
  owner: "maya.okafor@northwind.example",
  members: [],
  servers: [tickets("staging"), everything],
  humans: [
    {
      email: "jonas.lindqvist@northwind.example",
      name: "Jonas Lindqvist",
      ceilings: { tickets: "high", everything: "high" },
    },
  ],
  instances: [
    {
      id: "staging-codex",
      human: "jonas.lindqvist@northwind.example",
      label: "Nightly tests",
      client: CLIENTS.codex,
      consents: { tickets: { level: "high" }, everything: { level: "medium" } },
      calls: {
        tickets: [
          ["list_tickets", {}],
          ["create_ticket", { subject: "Made by a test", body: "Delete me.", customer: "C-1" }],
          ["delete_ticket", { id: "T-1042" }],
          ["delete_ticket", { id: "T-1042" }],
        ],
        everything: [
          ["echo", { message: "ping" }],
          ["get-env", {}],
        ],
      },
    },
  ],
  policies: [],
  renames: [],
};

const fabrikam = {
  slug: "fabrikam",
  name: "Production",
  organization: "Fabrikam",
  owner: "felix.brandt@fabrikam.example",
  members: [{ email: "noemi.keller@fabrikam.example", role: "auditor" }],
  servers: [tickets("fabrikam"), everything],
  humans: [
    {
      email: "felix.brandt@fabrikam.example",
      name: "Felix Brandt",
      ceilings: { tickets: "high", everything: "medium" },
    },
    { email: "noemi.keller@fabrikam.example", name: "Noemi Keller", ceilings: { tickets: "medium" } },
  ],
  instances: [
    {
      id: "felix-claude",
      human: "felix.brandt@fabrikam.example",
      label: "Felix's workstation",
      client: CLIENTS.claudeCodeModern,
      consents: { tickets: { level: "high" }, everything: { level: "low" } },
      calls: {
        tickets: [
          ["list_tickets", { status: "open" }],
          ["get_ticket", { id: "T-1041" }],
          ["comment_on_ticket", { id: "T-1041", text: "A new print head is on its way." }],
          ["close_ticket", { id: "T-1043", resolution: "Right paper sent" }],
          ["refund_order", { orderId: "O-9127", amount: 59, currency: "EUR" }],
          ["delete_ticket", { id: "T-1043" }],
        ],
        everything: [
          ["echo", { message: "Guten Morgen" }],
          ["gzip-file-as-resource", { name: "labels.gz", data: "data:text/plain,labels", outputType: "resource" }],
        ],
      },
    },
    {
      id: "noemi-chatgpt",
      human: "noemi.keller@fabrikam.example",
      label: "ChatGPT on the web",
      client: CLIENTS.chatgpt,
      consents: { tickets: { level: "medium" } },
      calls: {
        tickets: [
          ["search_tickets", { query: "printer" }],
          ["get_ticket", { id: "T-1042" }],
          ["assign_ticket", { id: "T-1042", assignee: "felix.brandt@fabrikam.example" }],
          ["refund_order", { orderId: "O-9102", amount: 10, currency: "EUR" }],
        ],
      },
    },
  ],
  policies: [
    {
      name: "Nobody deletes tickets",
      description: "Auditors need them for ten years.",
      effect: "deny",
      scope: { servers: ["tickets"], tools: ["delete_ticket"] },
    },
  ],
  renames: [],
};

export const world = [northwind, northwindStaging, fabrikam];
