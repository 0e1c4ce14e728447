import "server-only";
import { absolute } from "@/lib/kernel/env";
import { paths } from "@/lib/kernel/paths";
import { issuerOf, readResource } from "../resource";

/**
 * The metadata of one MCP URL (RFC 9728 §2). `path` is the path of the URL that a person typed: `resource` repeats it to the
 * byte, a trailing slash included, because strict clients compare the strings. Undefined where the path is no MCP URL of the
 * tenant. There is one for servers that do not exist, too: it tells nobody which do.
 */
export function resourceMetadata(tenantSlug: string, path: string): Record<string, unknown> | undefined {
  const resource = absolute(path);
  if (readResource(tenantSlug, resource) === undefined) return undefined;
  return {
    resource,
    authorization_servers: [issuerOf(tenantSlug)],
    // Without `offline_access`: that is between client and authorization server.
    scopes_supported: ["mcp"],
    bearer_methods_supported: ["header"],
    resource_documentation: absolute(paths.docs()),
  };
}

/** The tenant of an MCP path, `acme` of `/mcp/acme/linear`; undefined for any other path. */
export function tenantOfPath(path: string): string | undefined {
  const [, slug] = /^\/mcp\/([^/]+)(?:\/[^/]*)?\/?$/.exec(path) ?? [];
  if (slug === undefined) return undefined;
  try {
    return decodeURIComponent(slug);
  } catch {
    return undefined;
  }
}
