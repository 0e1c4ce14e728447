/** Where the protected resource metadata of an MCP URL may be: path-inserted first, then at the root (RFC 9728 §3.1). */
export function resourceMetadataUrls(serverUrl: string): string[] {
  const { origin, pathname, search } = new URL(serverUrl);
  const path = withoutSlash(pathname);
  const root = `${origin}/.well-known/oauth-protected-resource`;
  return path === "" ? [root] : [`${root}${path}${search}`, root];
}

/**
 * Where the metadata of an issuer may be, in the order in which MCP clients ask (MCP 2025-11-25, "Authorization Server Metadata
 * Discovery"; RFC 8414 §3.1, §5; OpenID Connect Discovery §4).
 */
export function issuerMetadataUrls(issuer: string): string[] {
  const { origin, pathname } = new URL(issuer);
  const path = withoutSlash(pathname);
  const inserted = [
    `${origin}/.well-known/oauth-authorization-server${path}`,
    `${origin}/.well-known/openid-configuration${path}`,
  ];
  return path === "" ? inserted : [...inserted, `${origin}${path}/.well-known/openid-configuration`];
}

const withoutSlash = (path: string): string => path.replace(/\/+$/, "");

/**
 * Whether metadata for `resource` may speak for `serverUrl`: the same origin, and the resource is the URL itself or a path above
 * it. Anything else is somebody else's document (RFC 9728 §3.3).
 */
export function speaksFor(resource: string, serverUrl: string): boolean {
  if (!URL.canParse(resource)) return false;
  const of = new URL(resource);
  const url = new URL(serverUrl);
  const path = withoutSlash(of.pathname);
  return of.origin === url.origin && (url.pathname === path || `${url.pathname}/`.startsWith(`${path}/`));
}
