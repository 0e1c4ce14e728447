import { customClient, staticToken } from "./setups-by-code";

/** Which server, and under which name the client knows it: the server's key, which is plain in every shell and file. */
export type Target = { name: string; url: string };

export type Block = { label: string; kind: "sh" | "json" | "toml" | "ts"; code: string };

export type Setup = {
  client: string;
  title: string;
  /** A link that opens the client with the server filled in. */
  link?: { label: string; href: string };
  steps: { text: string; block?: Block }[];
  /** What the human will see then. */
  sees: string;
  /** What to know before. */
  note?: string;
};

const json = (value: unknown): string => JSON.stringify(value, null, 2);

const consentPage =
  "The browser opens on this installation. Sign in, look at who asks, choose a level for the server, and press Allow. The browser then says that you can go back.";

const claudeCode = ({ name, url }: Target): Setup => ({
  client: "claude-code",
  title: "Claude Code",
  steps: [
    {
      text: "In a terminal, in the project's folder. Add --scope user to have it in every project.",
      block: { label: "command", kind: "sh", code: `claude mcp add --transport http ${name} ${url}` },
    },
    {
      text: "Start claude, type /mcp, choose the server and then Authenticate.",
    },
    {
      text: "Or share it with everybody who works on the project: .mcp.json in its root.",
      block: { label: "project file", kind: "json", code: json({ mcpServers: { [name]: { type: "http", url } } }) },
    },
  ],
  sees: `${consentPage} In Claude Code, /mcp shows the server as connected.`,
});

const claude = ({ name, url }: Target): Setup => ({
  client: "claude",
  title: "Claude (web, desktop, mobile)",
  note: "Claude connects from Anthropic's servers, not from your computer: this installation has to be reachable from the internet over https.",
  steps: [
    { text: "In Claude, open Settings, Connectors, and choose Add custom connector." },
    {
      text: `As name take ${name}; as URL paste this. Leave the advanced settings empty.`,
      block: { label: "URL", kind: "sh", code: url },
    },
    { text: "Press Connect beside the new connector." },
  ],
  sees: `${consentPage} In a chat, the connector stands under the tools button.`,
});

const cursor = ({ name, url }: Target): Setup => ({
  client: "cursor",
  title: "Cursor",
  link: {
    label: "Add to Cursor",
    href: `cursor://anysphere.cursor-deeplink/mcp/install?name=${encodeURIComponent(name)}&config=${encodeURIComponent(
      btoa(JSON.stringify({ url })),
    )}`,
  },
  steps: [
    {
      text: "Use the button above, or write it into ~/.cursor/mcp.json (or .cursor/mcp.json of a project).",
      block: { label: "mcp.json", kind: "json", code: json({ mcpServers: { [name]: { url } } }) },
    },
    { text: "In Cursor's settings, under MCP, press Connect (or Needs authentication) beside the server." },
  ],
  sees: `${consentPage} Cursor then lists the tools under the server.`,
});

const vscode = ({ name, url }: Target): Setup => ({
  client: "vscode",
  title: "VS Code",
  link: {
    label: "Install in VS Code",
    href: `vscode:mcp/install?${encodeURIComponent(JSON.stringify({ name, type: "http", url }))}`,
  },
  steps: [
    {
      text: "Use the button above, or a terminal:",
      block: { label: "command", kind: "sh", code: `code --add-mcp '${JSON.stringify({ name, type: "http", url })}'` },
    },
    {
      text: "Or share it with everybody who works on the project: .vscode/mcp.json.",
      block: { label: "mcp.json", kind: "json", code: json({ servers: { [name]: { type: "http", url } } }) },
    },
    { text: "Start the server (MCP: List Servers, the server, Start) and allow VS Code to sign in." },
  ],
  sees: `VS Code asks whether it may sign in to this installation. ${consentPage}`,
});

const codex = ({ name, url }: Target): Setup => ({
  client: "codex",
  title: "Codex",
  steps: [
    {
      text: "In a terminal. It signs in at once.",
      block: { label: "command", kind: "sh", code: `codex mcp add ${name} --url ${url}` },
    },
    {
      text: "Or write it into ~/.codex/config.toml, and sign in with codex mcp login.",
      block: {
        label: "config.toml",
        kind: "toml",
        code: `[mcp_servers.${name}]\nurl = "${url}"\n`,
      },
    },
    {
      text: "Sign in, or sign in again:",
      block: { label: "sign-in command", kind: "sh", code: `codex mcp login ${name}` },
    },
  ],
  sees: `${consentPage} codex mcp list shows the server as logged in.`,
});

const geminiCli = ({ name, url }: Target): Setup => ({
  client: "gemini-cli",
  title: "Gemini CLI",
  steps: [
    {
      text: "In a terminal. Add --scope user to have it in every project.",
      block: { label: "command", kind: "sh", code: `gemini mcp add --transport http ${name} ${url}` },
    },
    {
      text: "Or write it into ~/.gemini/settings.json.",
      block: { label: "settings.json", kind: "json", code: json({ mcpServers: { [name]: { httpUrl: url } } }) },
    },
    { text: `Start gemini and type /mcp auth ${name}.` },
  ],
  sees: `${consentPage} /mcp then lists the tools.`,
});

const makers = [claudeCode, claude, cursor, vscode, codex, geminiCli, customClient, staticToken];

/** How each client is told of a server, and what happens then; ready to paste. The order is the one shown. */
export const toSetups = (target: Target): Setup[] => makers.map((make) => make(target));

/** The same for one client; the first where there is none of that name. */
export function toSetup(client: string | undefined, target: Target): Setup {
  const all = toSetups(target);
  return all.find((one) => one.client === client) ?? claudeCode(target);
}
