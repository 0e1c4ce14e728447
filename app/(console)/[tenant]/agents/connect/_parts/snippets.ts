/** What `connectAction` gives: the token, which is shown this once, and the addresses it opens. */
export type Connection = {
  token: string;
  agent: string;
  label: string;
  /** Of the instance's page. */
  path: string;
  servers: { key: string; name: string; url: string }[];
};

export type Snippet = { agent: string; title: string; where: string; code: string };

const json = (value: unknown): string => JSON.stringify(value, null, 2);
const byKey = <T>({ servers }: Connection, entry: (url: string) => T): Record<string, T> =>
  Object.fromEntries(servers.map(({ key, url }) => [key, entry(url)]));

/** How each client is told, ready to paste. The one that was named comes first. */
export function toSnippets(connection: Connection): Snippet[] {
  const { token, servers, agent } = connection;
  const headers = { Authorization: `Bearer ${token}` };
  const all: Snippet[] = [
    {
      agent: "claude-code",
      title: "Claude Code",
      where: "In a terminal, in the project's folder.",
      code: servers
        .map(
          ({ key, url }) =>
            `claude mcp add --transport http ${key} ${url} \\\n  --header "Authorization: Bearer ${token}"`,
        )
        .join("\n"),
    },
    {
      agent: "cursor",
      title: "Cursor",
      where: "~/.cursor/mcp.json, or .cursor/mcp.json of a project that is not shared.",
      code: json({ mcpServers: byKey(connection, (url) => ({ url, headers })) }),
    },
    {
      agent: "codex",
      title: "Codex",
      where: "~/.codex/config.toml; the token stands in the environment that Codex is started from.",
      code: [
        ...servers.map(
          ({ key, url }) => `[mcp_servers.${key}]\nurl = "${url}"\nbearer_token_env_var = "COUNTERSIGN_TOKEN"\n`,
        ),
        `# export COUNTERSIGN_TOKEN=${token}`,
      ].join("\n"),
    },
    {
      agent: "vscode",
      title: "VS Code",
      where: ".vscode/mcp.json; VS Code asks for the token and keeps it, so that the file can be shared.",
      code: json({
        inputs: [{ type: "promptString", id: "countersign-token", description: "Countersign token", password: true }],
        servers: byKey(connection, (url) => ({
          type: "http",
          url,
          // biome-ignore lint/suspicious/noTemplateCurlyInString: VS Code fills it in
          headers: { Authorization: "Bearer ${input:countersign-token}" },
        })),
      }),
    },
  ];
  return all.sort((a, b) => Number(b.agent === agent) - Number(a.agent === agent));
}
