// The HTTP API of one tenant, as any script of a customer would use it.

export function apiClient({ baseUrl, tenant, key }) {
  async function ask(method, path, body) {
    const response = await fetch(`${baseUrl}/api/v1/${encodeURIComponent(tenant)}/${path}`, {
      method,
      headers: {
        authorization: `Bearer ${key}`,
        ...(body === undefined ? {} : { "content-type": "application/json" }),
      },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
      signal: AbortSignal.timeout(15_000),
    });
    const text = await response.text();
    const answer = parse(text);
    if (!response.ok) {
      const why = answer?.error?.message ?? `HTTP ${response.status}`;
      throw Object.assign(new Error(`${method} ${tenant}/${path} was refused: ${why}`), { status: response.status });
    }
    return answer;
  }
  return {
    get: (path) => ask("GET", path),
    post: (path, body) => ask("POST", path, body),
    put: (path, body) => ask("PUT", path, body),
    patch: (path, body) => ask("PATCH", path, body),
    delete: (path) => ask("DELETE", path),
  };
}

function parse(text) {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
