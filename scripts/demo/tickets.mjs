// A small ticket desk that speaks MCP: what the demo's agents work on. Each customer has a desk of its own at
// `/{desk}/mcp`, in memory, forgotten when the process ends.
import { createServer } from "node:http";
import { McpServer } from "@modelcontextprotocol/server";
import { z } from "zod";
import { answerWith, mcpEndpoint, readBody } from "./serve-mcp.mjs";
import { openDesk } from "./ticket-desk.mjs";

const READS = { readOnlyHint: true, openWorldHint: false };
const WRITES = { readOnlyHint: false, destructiveHint: false, openWorldHint: false };
const DESTROYS = { readOnlyHint: false, destructiveHint: true, openWorldHint: false };

const TicketId = z
  .string()
  .regex(/^T-\d+$/)
  .describe("Ticket number, such as T-1041");
const Status = z.enum(["open", "waiting", "closed"]);
const Priority = z.enum(["low", "normal", "high", "urgent"]);
const Money = z.number().positive().max(100_000);
const Currency = z.string().length(3).describe("ISO 4217 code, such as EUR");

const Ticket = z.object({
  id: z.string(),
  subject: z.string(),
  customer: z.string(),
  status: Status,
  priority: Priority,
  assignee: z.string().nullable(),
  comments: z.array(z.object({ author: z.string(), text: z.string() })),
});

function ticketServer(desk) {
  const server = new McpServer(
    { name: "tickets", title: "Tickets", version: "3.2.0" },
    { instructions: "Search before you create. Refunds go back to the card that paid and cannot be undone." },
  );
  const tool = (name, config, run) => server.registerTool(name, config, async (args) => answer(() => run(args)));

  tool(
    "create_ticket",
    {
      title: "Create ticket",
      description: "Opens a new support ticket for a customer.",
      inputSchema: z.object({
        subject: z.string().min(3).max(120),
        body: z.string().max(8000),
        customer: z.string().describe("Customer number, such as C-204"),
        priority: Priority.default("normal"),
      }),
      annotations: WRITES,
    },
    (args) => desk.create(args),
  );
  tool(
    "get_ticket",
    {
      title: "Get ticket",
      description: "One ticket with its comments.",
      inputSchema: z.object({ id: TicketId }),
      outputSchema: Ticket,
      annotations: READS,
    },
    ({ id }) => desk.get(id),
  );
  tool(
    "list_tickets",
    {
      title: "List tickets",
      description: "The newest tickets, optionally of one status or one assignee.",
      inputSchema: z.object({
        status: Status.optional(),
        assignee: z.string().optional(),
        limit: z.number().int().min(1).max(50).default(20),
      }),
      annotations: READS,
    },
    (args) => ({ tickets: desk.list(args) }),
  );
  tool(
    "search_tickets",
    {
      title: "Search tickets",
      description: "Tickets whose subject or comments contain all the given words.",
      inputSchema: z.object({ query: z.string().min(1).max(200) }),
      annotations: READS,
    },
    ({ query }) => ({ tickets: desk.search(query) }),
  );
  tool(
    "comment_on_ticket",
    {
      title: "Comment on ticket",
      description: "Adds a comment. The customer sees it unless it is internal.",
      inputSchema: z.object({ id: TicketId, text: z.string().min(1).max(8000), internal: z.boolean().default(false) }),
      annotations: WRITES,
    },
    ({ id, text, internal }) => desk.comment(id, { text, internal }),
  );
  // No annotations on the next two: many real servers carry none, and the gateway has to judge by other evidence.
  tool(
    "assign_ticket",
    {
      title: "Assign ticket",
      description: "Hands a ticket to a member of the support team.",
      inputSchema: z.object({ id: TicketId, assignee: z.string().email() }),
    },
    ({ id, assignee }) => desk.assign(id, assignee),
  );
  tool(
    "close_ticket",
    {
      title: "Close ticket",
      description: "Closes a ticket with a short resolution.",
      inputSchema: z.object({ id: TicketId, resolution: z.string().max(500) }),
    },
    ({ id, resolution }) => desk.close(id, resolution),
  );
  tool(
    "delete_ticket",
    {
      title: "Delete ticket",
      description: "Deletes a ticket and its comments for good.",
      inputSchema: z.object({ id: TicketId }),
      annotations: DESTROYS,
    },
    ({ id }) => desk.remove(id),
  );
  tool(
    "refund_order",
    {
      title: "Refund order",
      description: "Pays money of an order back to the customer. Cannot be undone.",
      inputSchema: z.object({
        orderId: z
          .string()
          .regex(/^O-\d+$/)
          .describe("Order number, such as O-7731"),
        amount: Money,
        currency: Currency,
      }),
      annotations: { ...DESTROYS, idempotentHint: false, openWorldHint: true },
    },
    (args) => desk.refund(args),
  );
  tool(
    "export_customer_data",
    {
      title: "Export customer data",
      description: "Everything that is known about one customer: contact, orders, tickets.",
      inputSchema: z.object({ customerId: z.string().regex(/^C-\d+$/) }),
    },
    ({ customerId }) => desk.exportCustomer(customerId),
  );
  return server;
}

/** What the desk refuses is a tool result that says so, never a broken protocol. */
function answer(work) {
  try {
    const value = work();
    return { content: [{ type: "text", text: JSON.stringify(value, null, 2) }], structuredContent: value };
  } catch (error) {
    return { content: [{ type: "text", text: error.message }], isError: true };
  }
}

const endpoints = new Map();
function endpointOf(deskName) {
  let endpoint = endpoints.get(deskName);
  if (!endpoint) {
    const desk = openDesk(deskName);
    endpoint = mcpEndpoint(() => ticketServer(desk));
    endpoints.set(deskName, endpoint);
  }
  return endpoint;
}

const http = createServer(async (req, res) => {
  const deskName = /^\/([a-z][a-z0-9-]{0,40})\/mcp$/.exec(new URL(req.url ?? "/", "http://127.0.0.1").pathname)?.[1];
  if (!deskName) return res.writeHead(404).end("Tickets live at /{desk}/mcp\n");
  try {
    await answerWith(endpointOf(deskName).fetch, req, res, await readBody(req));
  } catch {
    res.destroy();
  }
});
http.keepAliveTimeout = 65_000;
http.listen(Number(process.env.PORT ?? 0), "127.0.0.1");
process.on("SIGTERM", () => process.exit(0));
