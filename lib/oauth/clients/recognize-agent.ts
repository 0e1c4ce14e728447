import { AgentSlug } from "@/lib/registry/agents/agent-slug";
import type { ClientMetadata } from "./client-metadata";

/**
 * What is known of a client's software: where its metadata document is, where it wants its answers, how it names itself.
 * Only the document's host proves anything, and the consent page says so; the agent is a roll-up to look at, not a right.
 */
type KnownClient = {
  agent: string;
  /** Beginnings of URLs of metadata documents. */
  documents?: readonly string[];
  /** Beginnings of redirect URIs that nobody else uses. */
  redirects?: readonly string[];
  /** Lower-case names, without what stands behind them: "Claude Code (linear)" is `claude code`. */
  names?: readonly string[];
};

/** The first that fits is it: research/mcp.md §3.4, with what each of them was seen to send. */
const knownClients: readonly KnownClient[] = [
  {
    agent: "claude-code",
    documents: ["https://claude.ai/oauth/claude-code-client-metadata"],
    names: ["claude code"],
  },
  {
    agent: "codex",
    documents: ["https://chatgpt.com/oauth/codex/"],
    names: ["codex", "codex cli", "codex-mcp-client"],
  },
  {
    agent: "claude",
    documents: ["https://claude.ai/", "https://claude.com/"],
    redirects: ["https://claude.ai/api/mcp/auth_callback", "https://claude.com/api/mcp/auth_callback"],
    names: ["claude", "claude-ai", "claude.ai", "claude desktop"],
  },
  {
    agent: "chatgpt",
    documents: ["https://chatgpt.com/", "https://openai.com/"],
    redirects: ["https://chatgpt.com/connector"],
    names: ["chatgpt"],
  },
  {
    agent: "vscode",
    documents: ["https://vscode.dev/oauth/"],
    redirects: ["https://vscode.dev/redirect", "https://insiders.vscode.dev/redirect"],
    names: ["visual studio code", "visual studio code - insiders", "vs code", "vscode"],
  },
  { agent: "cursor", redirects: ["cursor://", "https://www.cursor.com/agents/"], names: ["cursor"] },
  { agent: "gemini-cli", names: ["gemini cli mcp client", "gemini cli", "gemini-cli-mcp-client"] },
  { agent: "mcp-inspector", names: ["mcp inspector", "inspector"] },
  { agent: "mcp-remote", names: ["mcp cli proxy", "mcp-remote"] },
  { agent: "windsurf", redirects: ["windsurf://"], names: ["windsurf", "windsurf-client"] },
  { agent: "zed", documents: ["https://zed.dev/"], names: ["zed"] },
  { agent: "goose", names: ["goose"] },
  { agent: "opencode", names: ["opencode"] },
  { agent: "cline", names: ["cline"] },
  { agent: "roo-code", names: ["roo code", "roo-code"] },
  { agent: "n8n", names: ["n8n"] },
];

/**
 * The slug of the agent that a client is one of. `documentUrl` where its metadata is a document. What nobody knows goes by
 * its own name; what has none, by the host of its document or as `unnamed-client`.
 */
export function recognizeAgent(metadata: ClientMetadata, documentUrl?: string): string {
  const name = plainName(metadata.client_name);
  const known =
    knownClients.find(({ documents = [] }) => documents.some((start) => documentUrl?.startsWith(start))) ??
    // A document of another host may say what it likes: it is not taken for somebody else's software.
    (documentUrl === undefined
      ? (knownClients.find(({ names = [] }) => names.includes(name)) ??
        knownClients.find(({ redirects = [] }) =>
          redirects.some((start) => metadata.redirect_uris.some((uri) => uri.startsWith(start))),
        ))
      : undefined);
  if (known) return known.agent;
  const host = documentUrl === undefined ? "" : new URL(documentUrl).hostname;
  const slug = toSlug(documentUrl === undefined ? name : `${name} ${host}`);
  return AgentSlug.safeParse(slug).success ? slug : "unnamed-client";
}

/** "Claude Code (linear)" and "Claude Code 2.1" → "claude code". */
const plainName = (name = ""): string =>
  name
    .toLowerCase()
    .replace(/\s*\([^()]*\)\s*$/, "")
    .replace(/\s+v?\d[\d.]*$/, "")
    .trim();

const toSlug = (text: string): string =>
  text
    .normalize("NFKD")
    .replace(/[^a-z0-9]+/g, "-")
    .replace(/^-+|-+$/g, "")
    .slice(0, 60)
    .replace(/-+$/, "");
