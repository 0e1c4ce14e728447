/** Every URL of the product, built in one place. Paths are relative to PUBLIC_URL; `absolute` joins them. */
const part = encodeURIComponent;

export const paths = {
  home: () => "/",
  signIn: (then?: string) => (then === undefined ? "/sign-in" : `/sign-in?callbackUrl=${part(then)}`),
  setup: (token: string) => `/setup?token=${part(token)}`,
  me: () => "/me",
  myInstance: (tenant: string, instanceId: string) => `/me/${part(tenant)}/${part(instanceId)}`,
  myEvents: (tenant: string, query = "") => `/me/${part(tenant)}/audit${query === "" ? "" : `?${query}`}`,
  /** One event under one's own authority. */
  myEvent: (tenant: string, eventId: string) => `/me/${part(tenant)}/audit/${part(eventId)}`,
  /** The same events as JSON, page by page, and as a file. */
  myEventsData: (tenant: string, query = "") => `/me/${part(tenant)}/events${query === "" ? "" : `?${query}`}`,
  myExport: (tenant: string) => `/me/${part(tenant)}/export`,
  mySessions: () => "/me/sessions",
  invitation: (token: string) => `/invitation?token=${part(token)}`,
  consent: (requestId: string) => `/consent/${part(requestId)}`,
  /** Where a human connects their own account at a server; `then`: a path within the product to go on with. */
  connect: (tenant: string, server: string, then?: string) =>
    `/connect/${part(tenant)}/${part(server)}${then === undefined ? "" : `?then=${part(then)}`}`,
  /** What is said of an attempt to connect that belongs to no server any more. */
  connectEnded: () => "/connect",
  /** Where authorization servers of upstreams send the human back to; the same for every tenant. */
  connectCallback: () => "/connect/callback",
  /** This gateway as an OAuth client of upstreams (client metadata document). */
  clientMetadata: () => "/oauth/client-metadata.json",
  connections: (tenant: string) => `/${part(tenant)}/connections`,
  quickstart: (tenant: string) => `/${part(tenant)}/quickstart`,
  doctor: (tenant: string) => `/${part(tenant)}/agents/doctor`,
  clients: (tenant: string) => `/${part(tenant)}/settings/clients`,
  oauthSettings: (tenant: string) => `/${part(tenant)}/settings/oauth`,
  overview: (tenant: string) => `/${part(tenant)}`,
  audit: (tenant: string, query = "") => `/${part(tenant)}/audit${query === "" ? "" : `?${query}`}`,
  logHealth: (tenant: string) => `/${part(tenant)}/audit/health`,
  event: (tenant: string, eventId: string) => `/${part(tenant)}/audit/${part(eventId)}`,
  agents: (tenant: string) => `/${part(tenant)}/agents`,
  agent: (tenant: string, agent: string) => `/${part(tenant)}/agents/${part(agent)}`,
  /** What humans said should not have happened. */
  reports: (tenant: string) => `/${part(tenant)}/agents/reports`,
  newInstance: (tenant: string) => `/${part(tenant)}/agents/connect`,
  instance: (tenant: string, agent: string, instanceId: string) =>
    `/${part(tenant)}/agents/${part(agent)}/${part(instanceId)}`,
  humans: (tenant: string) => `/${part(tenant)}/humans`,
  human: (tenant: string, human: string) => `/${part(tenant)}/humans/${part(human)}`,
  servers: (tenant: string) => `/${part(tenant)}/servers`,
  newServer: (tenant: string) => `/${part(tenant)}/servers/import`,
  server: (tenant: string, server: string) => `/${part(tenant)}/servers/${part(server)}`,
  tools: (tenant: string, server: string) => `/${part(tenant)}/servers/${part(server)}/tools`,
  tool: (tenant: string, server: string, tool: string) =>
    `/${part(tenant)}/servers/${part(server)}/tools/${part(tool)}`,
  whatIf: (tenant: string) => `/${part(tenant)}/policies/what-if`,
  policies: (tenant: string) => `/${part(tenant)}/policies`,
  newPolicy: (tenant: string) => `/${part(tenant)}/policies/new`,
  policy: (tenant: string, policyId: string) => `/${part(tenant)}/policies/${part(policyId)}`,
  members: (tenant: string) => `/${part(tenant)}/settings/members`,
  recording: (tenant: string) => `/${part(tenant)}/settings/payloads`,
  serverRecording: (tenant: string, server: string, tool?: string) =>
    `/${part(tenant)}/servers/${part(server)}/recording${tool === undefined ? "" : `?tool=${part(tool)}`}`,
  keys: (tenant: string) => `/${part(tenant)}/settings/keys`,
  retention: (tenant: string) => `/${part(tenant)}/settings/retention`,
  tenantSettings: (tenant: string) => `/${part(tenant)}/settings`,
  mcp: (tenant: string, server?: string) =>
    server === undefined ? `/mcp/${part(tenant)}` : `/mcp/${part(tenant)}/${part(server)}`,
  protectedResourceMetadata: (resourcePath: string) => `/.well-known/oauth-protected-resource${resourcePath}`,
  oauth: (tenant: string) => `/oauth/${part(tenant)}`,
  authorize: (tenant: string) => `/oauth/${part(tenant)}/authorize`,
  token: (tenant: string) => `/oauth/${part(tenant)}/token`,
  register: (tenant: string, clientId?: string) =>
    `/oauth/${part(tenant)}/register${clientId === undefined ? "" : `/${part(clientId)}`}`,
  revoke: (tenant: string) => `/oauth/${part(tenant)}/revoke`,
  jwks: (tenant: string) => `/oauth/${part(tenant)}/jwks`,
  api: (tenant: string, rest: string) => `/api/v1/${part(tenant)}/${rest}`,
  openApi: () => "/api/v1/openapi.json",
  docs: () => "/docs",
  docsYourPage: () => "/docs/your-page",
  docsAudit: () => "/docs/audit",
  docsReasons: () => "/docs/audit/reasons",
  docsVerify: () => "/docs/audit/verify",
  docsEvents: () => "/docs/events",
  docsEvent: (type: string) => `/docs/events/${part(type)}`,
  /** The log of whichever environment the reader looked at last, for links of pages that belong to none. */
  anyAudit: (query = "") => `/audit${query === "" ? "" : `?${query}`}`,
} as const;

/** Path segments that a tenant may not take as its slug, because they are places of the product itself. */
export const reservedSlugs: ReadonlySet<string> = new Set([
  "api",
  "mcp",
  "oauth",
  "me",
  "sign-in",
  "sign-out",
  "consent",
  "connect",
  "invitation",
  "docs",
  "setup",
  "agents",
  "humans",
  "servers",
  "audit",
  "policies",
  "connections",
  "settings",
  "overview",
  "admin",
  "static",
  "public",
  "assets",
  "health",
  "ready",
  "well-known",
  "_next",
  "favicon",
  "new",
  "default",
  "countersign",
]);
