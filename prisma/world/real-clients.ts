/**
 * What real clients send to an authorization server, recorded or read from their sources (research/mcp.md §3.4): the body of
 * their registration, how they ask for authorization, and what they are to be recognized as.
 */
export type RealClient = {
  name: string;
  /** Slug of the agent that it is. */
  agent: string;
  registration: Record<string, unknown>;
  /** The redirect URI of one run; native clients take another port each time. */
  redirectUri: string;
  scope?: string;
  /** Whether it says which resource it wants (RFC 8707). */
  resource: boolean;
};

const codeAndRefresh = ["authorization_code", "refresh_token"];

export const realClients: readonly RealClient[] = [
  {
    name: "Claude Code",
    agent: "claude-code",
    registration: {
      client_name: "Claude Code (linear)",
      redirect_uris: ["http://localhost:3118/callback"],
      grant_types: codeAndRefresh,
      response_types: ["code"],
      token_endpoint_auth_method: "none",
      scope: "mcp",
    },
    redirectUri: "http://localhost:52817/callback",
    // It asks for what the metadata lists, although it did not register it.
    scope: "mcp offline_access",
    resource: true,
  },
  {
    name: "Codex",
    agent: "codex",
    registration: {
      client_name: "Codex",
      redirect_uris: ["http://127.0.0.1:41923/callback"],
      grant_types: codeAndRefresh,
      response_types: ["code"],
      token_endpoint_auth_method: "none",
      application_type: "native",
      scope: "mcp offline_access",
    },
    redirectUri: "http://127.0.0.1:35119/callback",
    scope: "mcp offline_access",
    resource: false,
  },
  {
    name: "VS Code",
    agent: "vscode",
    registration: {
      client_name: "Visual Studio Code",
      client_uri: "https://code.visualstudio.com",
      grant_types: [...codeAndRefresh, "urn:ietf:params:oauth:grant-type:device_code"],
      response_types: ["code"],
      redirect_uris: [
        "https://insiders.vscode.dev/redirect",
        "https://vscode.dev/redirect",
        "http://127.0.0.1/",
        "http://127.0.0.1:33418/",
      ],
      token_endpoint_auth_method: "none",
      application_type: "native",
    },
    redirectUri: "http://127.0.0.1:33418/",
    scope: "mcp",
    resource: true,
  },
  {
    name: "Cursor",
    agent: "cursor",
    registration: {
      client_name: "Cursor",
      redirect_uris: [
        "cursor://anysphere.cursor-mcp/oauth/callback",
        "https://www.cursor.com/agents/mcp/oauth/callback",
        "http://localhost:8787/callback",
      ],
      grant_types: codeAndRefresh,
      response_types: ["code"],
      token_endpoint_auth_method: "none",
    },
    redirectUri: "cursor://anysphere.cursor-mcp/oauth/callback",
    resource: true,
  },
  {
    name: "Gemini CLI",
    agent: "gemini-cli",
    registration: {
      client_name: "Gemini CLI MCP Client",
      redirect_uris: ["http://localhost:7777/oauth/callback"],
      grant_types: codeAndRefresh,
      response_types: ["code"],
      token_endpoint_auth_method: "none",
      scope: "mcp openid profile",
    },
    redirectUri: "http://localhost:49152/oauth/callback",
    scope: "mcp openid profile",
    resource: true,
  },
  {
    name: "ChatGPT",
    agent: "chatgpt",
    registration: {
      client_name: "ChatGPT",
      redirect_uris: ["https://chatgpt.com/connector_platform_oauth_redirect"],
      grant_types: codeAndRefresh,
      response_types: ["code"],
      token_endpoint_auth_method: "client_secret_post",
    },
    redirectUri: "https://chatgpt.com/connector_platform_oauth_redirect",
    resource: true,
  },
  {
    name: "claude.ai",
    agent: "claude",
    registration: {
      client_name: "Claude",
      redirect_uris: ["https://claude.ai/api/mcp/auth_callback"],
      grant_types: codeAndRefresh,
      response_types: ["code"],
      token_endpoint_auth_method: "none",
      scope: "mcp claudeai",
    },
    redirectUri: "https://claude.ai/api/mcp/auth_callback",
    scope: "mcp claudeai",
    resource: true,
  },
];

/** Clients that name themselves by a document, with the URL that recognizes them. */
export const realDocuments = [
  { url: "https://claude.ai/oauth/claude-code-client-metadata", name: "Claude Code", agent: "claude-code" },
  { url: "https://chatgpt.com/oauth/codex/client.json", name: "Codex", agent: "codex" },
  { url: "https://vscode.dev/oauth/client-metadata.json", name: "Visual Studio Code", agent: "vscode" },
] as const;
