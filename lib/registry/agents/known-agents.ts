/** What well-known agents call themselves. Any other is shown under its slug in title case until somebody renames it. */
const knownAgents: ReadonlyMap<string, string> = new Map([
  ["amp", "Amp"],
  ["chatgpt", "ChatGPT"],
  ["claude", "Claude"],
  ["claude-code", "Claude Code"],
  ["claude-desktop", "Claude Desktop"],
  ["cline", "Cline"],
  ["codex", "Codex"],
  ["continue", "Continue"],
  ["copilot", "GitHub Copilot"],
  ["cursor", "Cursor"],
  ["gemini-cli", "Gemini CLI"],
  ["github-copilot", "GitHub Copilot"],
  ["goose", "Goose"],
  ["jetbrains", "JetBrains AI"],
  ["kiro", "Kiro"],
  ["langchain", "LangChain"],
  ["librechat", "LibreChat"],
  ["lm-studio", "LM Studio"],
  ["mcp-inspector", "MCP Inspector"],
  ["n8n", "n8n"],
  ["openai-agents", "OpenAI Agents SDK"],
  ["opencode", "OpenCode"],
  ["roo-code", "Roo Code"],
  ["visual-studio-code", "Visual Studio Code"],
  ["vscode", "VS Code"],
  ["warp", "Warp"],
  ["windsurf", "Windsurf"],
  ["zed", "Zed"],
]);

export const toAgentName = (slug: string): string =>
  knownAgents.get(slug) ??
  slug
    .split("-")
    .filter((word) => word !== "")
    .map((word) => word.charAt(0).toUpperCase() + word.slice(1))
    .join(" ");
