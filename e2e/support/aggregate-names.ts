/*
 * The endpoint of all servers seen by a client that knows things by the names of one server: what it asks is asked under the names of
 * that endpoint, what it hears is told in the server's own. Names and nothing else are changed, on the way in and out, as a host does
 * that shows its user shorter names; whatever is not named after the server stays, the gateway's own tools among it.
 */

type Json = Record<string, unknown>;

/** How messages are changed on their way through a sidecar. */
export interface Translation {
  asked: (message: Json) => Json;
  heard: (message: Json) => Json;
}

/** The names of `server`'s own tools, prompts and resources, at the endpoint of all servers. */
export function inNamesOf(server: string): Translation {
  const namePrefix = `${server}__`;
  const uriPrefix = `countersign+${server}:`;
  // The gateway's own tools keep their names: they are nobody else's.
  const longName = (name: string) => (name.startsWith("countersign_") ? name : namePrefix + name);
  const longUri = (uri: string) => uriPrefix + uri;
  const without = (prefix: string) => (text: string) => (text.startsWith(prefix) ? text.slice(prefix.length) : text);
  const own = (item: unknown, list: string): unknown =>
    list === "tools" || list === "prompts"
      ? renamed(item, { name: without(namePrefix) })
      : renamed(item, { uri: without(uriPrefix), uriTemplate: without(uriPrefix) });
  return {
    asked(message) {
      const { method, params } = message;
      if (method === "tools/call" || method === "prompts/get")
        return { ...message, params: renamed(params, { name: longName }) };
      if (method === "completion/complete" && isJson(params))
        return { ...message, params: { ...params, ref: renamed(params["ref"], { name: longName, uri: longUri }) } };
      return String(method).startsWith("resources/")
        ? { ...message, params: renamed(params, { uri: longUri }) }
        : message;
    },
    heard(message) {
      const { result, params } = message;
      if (isJson(params)) return { ...message, params: renamed(params, { uri: without(uriPrefix) }) };
      if (!isJson(result)) return message;
      const lists = ["tools", "prompts", "resources", "resourceTemplates", "contents"].flatMap((list) =>
        Array.isArray(result[list]) ? [[list, result[list].map((item) => own(item, list))]] : [],
      );
      return { ...message, result: { ...result, ...Object.fromEntries(lists) } };
    },
  };
}

/** The same with other values of those fields that are there; anything but an object stays what it is. */
function renamed(of: unknown, fields: Record<string, (text: string) => string>): unknown {
  if (!isJson(of)) return of;
  const changed = Object.entries(fields).flatMap(([field, to]) => {
    const value = of[field];
    return typeof value === "string" ? [[field, to(value)]] : [];
  });
  return { ...of, ...Object.fromEntries(changed) };
}

const isJson = (value: unknown): value is Json => typeof value === "object" && value !== null && !Array.isArray(value);
