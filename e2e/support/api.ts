/** The HTTP API of one tenant, as a customer's script would use it. */
export interface Api {
  get: <T = Json>(path: string) => Promise<T>;
  post: <T = Json>(path: string, body?: unknown) => Promise<T>;
  put: <T = Json>(path: string, body: unknown) => Promise<T>;
  patch: <T = Json>(path: string, body: unknown) => Promise<T>;
  del: (path: string) => Promise<unknown>;
  /** Whatever the answer is, without judging it. */
  ask: (method: string, path: string, body?: unknown) => Promise<{ status: number; body: unknown; text: string }>;
}

export type Json = Record<string, unknown>;

export function apiOf(baseUrl: string, tenant: string, key: string): Api {
  async function ask(method: string, path: string, body?: unknown) {
    const response = await fetch(`${baseUrl}/api/v1/${tenant}/${path}`, {
      method,
      headers: {
        authorization: `Bearer ${key}`,
        ...(body === undefined ? {} : { "content-type": "application/json" }),
      },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    const text = await response.text();
    return { status: response.status, body: parse(text), text };
  }
  async function must(method: string, path: string, body?: unknown) {
    const { status, body: answer, text } = await ask(method, path, body);
    if (status >= 300) throw new Error(`${method} ${path} was answered with ${status}: ${text.slice(0, 500)}`);
    return answer;
  }
  return {
    ask,
    get: async <T>(path: string) => (await must("GET", path)) as T,
    post: async <T>(path: string, body?: unknown) => (await must("POST", path, body ?? {})) as T,
    put: async <T>(path: string, body: unknown) => (await must("PUT", path, body)) as T,
    patch: async <T>(path: string, body: unknown) => (await must("PATCH", path, body)) as T,
    del: (path) => must("DELETE", path),
  };
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
