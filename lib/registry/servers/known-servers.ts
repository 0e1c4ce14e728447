/** A hosted MCP server of which its vendor publishes the address. Importing it asks it anew: nothing here is trusted. */
export type KnownServer = {
  /** What it is called in the address that agents use, unless an admin wants another. */
  key: string;
  name: string;
  description: string;
  url: string;
  /** `oauth`: each human connects an account of their own. */
  auth: "none" | "oauth";
  /** What has to be done at the vendor before it can be imported. */
  before?: string;
  /** The vendor's own page about it. */
  docs: string;
};

/** Addresses as their vendors publish them for streamable HTTP, read on 2026-11-23; by name. */
export const knownServers: readonly KnownServer[] = [
  {
    ...{ key: "atlassian", name: "Atlassian", auth: "oauth", url: "https://mcp.atlassian.com/v1/mcp" },
    description: "Jira issues, Confluence pages, Compass components.",
    docs: "https://www.atlassian.com/platform/remote-mcp-server",
  },
  {
    ...{ key: "aws-knowledge", name: "AWS Knowledge", auth: "none", url: "https://knowledge-mcp.global.api.aws" },
    description: "Documentation, guides and what is new at AWS.",
    docs: "https://awslabs.github.io/mcp/servers/aws-knowledge-mcp-server",
  },
  {
    ...{ key: "cloudflare", name: "Cloudflare", auth: "oauth", url: "https://bindings.mcp.cloudflare.com/mcp" },
    description: "Workers, R2 buckets, KV namespaces, D1 databases.",
    docs: "https://developers.cloudflare.com/agents/model-context-protocol/mcp-servers-for-cloudflare/",
  },
  {
    ...{ key: "cloudflare-docs", name: "Cloudflare Docs", auth: "none", url: "https://docs.mcp.cloudflare.com/mcp" },
    description: "Searches the documentation of Cloudflare.",
    docs: "https://developers.cloudflare.com/agents/model-context-protocol/mcp-servers-for-cloudflare/",
  },
  {
    ...{ key: "context7", name: "Context7", auth: "none", url: "https://mcp.context7.com/mcp" },
    description: "Documentation and examples of libraries, by version.",
    docs: "https://github.com/upstash/context7",
  },
  {
    ...{ key: "deepwiki", name: "DeepWiki", auth: "none", url: "https://mcp.deepwiki.com/mcp" },
    description: "Questions about public repositories, and what they document.",
    docs: "https://docs.devin.ai/work-with-devin/deepwiki-mcp",
  },
  {
    ...{ key: "github", name: "GitHub", auth: "oauth", url: "https://api.githubcopilot.com/mcp/" },
    description: "Repositories, issues, pull requests, actions.",
    before: "GitHub takes no registrations by itself: make an OAuth app there, and give its client id and secret here.",
    docs: "https://github.com/github/github-mcp-server",
  },
  {
    ...{ key: "hugging-face", name: "Hugging Face", auth: "none", url: "https://huggingface.co/mcp" },
    description: "Searches models, datasets, papers and Spaces.",
    docs: "https://huggingface.co/docs/hub/hf-mcp-server",
  },
  {
    ...{ key: "intercom", name: "Intercom", auth: "oauth", url: "https://mcp.intercom.com/mcp" },
    description: "Conversations with customers, and who they are.",
    docs: "https://developers.intercom.com/docs/guides/mcp",
  },
  {
    ...{ key: "linear", name: "Linear", auth: "oauth", url: "https://mcp.linear.app/mcp" },
    description: "Issues, projects, cycles, comments.",
    docs: "https://linear.app/docs/mcp",
  },
  {
    ...{ key: "microsoft-learn", name: "Microsoft Learn", auth: "none", url: "https://learn.microsoft.com/api/mcp" },
    description: "Documentation and code samples of Microsoft.",
    docs: "https://learn.microsoft.com/en-us/training/support/mcp",
  },
  {
    ...{ key: "monday", name: "monday.com", auth: "oauth", url: "https://mcp.monday.com/mcp" },
    description: "Boards, items, columns, updates.",
    docs: "https://github.com/mondaycom/mcp",
  },
  {
    ...{ key: "neon", name: "Neon", auth: "oauth", url: "https://mcp.neon.tech/mcp" },
    description: "Postgres projects, branches, queries, migrations.",
    docs: "https://neon.com/docs/ai/neon-mcp-server",
  },
  {
    ...{ key: "notion", name: "Notion", auth: "oauth", url: "https://mcp.notion.com/mcp" },
    description: "Pages, databases, comments.",
    docs: "https://developers.notion.com/docs/mcp",
  },
  {
    ...{ key: "paypal", name: "PayPal", auth: "oauth", url: "https://mcp.paypal.com/mcp" },
    description: "Invoices, orders, transactions, disputes.",
    docs: "https://developer.paypal.com/tools/mcp-server/",
  },
  {
    ...{ key: "sentry", name: "Sentry", auth: "oauth", url: "https://mcp.sentry.dev/mcp" },
    description: "Issues, errors, traces, releases.",
    docs: "https://docs.sentry.io/product/sentry-mcp/",
  },
  {
    ...{ key: "stripe", name: "Stripe", auth: "oauth", url: "https://mcp.stripe.com" },
    description: "Customers, payments, invoices, subscriptions.",
    docs: "https://docs.stripe.com/mcp",
  },
  {
    ...{ key: "supabase", name: "Supabase", auth: "oauth", url: "https://mcp.supabase.com/mcp" },
    description: "Projects, tables, queries, edge functions, logs.",
    docs: "https://supabase.com/docs/guides/getting-started/mcp",
  },
];
