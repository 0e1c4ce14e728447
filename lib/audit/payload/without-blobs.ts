/**
 * A tool's result (MCP `CallToolResult`) with what is binary in its content described instead: `data` of images and sound, `blob`
 * of embedded resources. Everything else stays as it is.
 */
export function withoutBlobs(result: unknown): unknown {
  if (!isFields(result) || !Array.isArray(result["content"])) return result;
  return { ...result, content: result["content"].map(described) };
}

function described(item: unknown): unknown {
  if (!isFields(item)) return item;
  const { data, resource } = item;
  if (typeof data === "string") return { ...item, data: toWords(data, item["mimeType"]) };
  if (isFields(resource) && typeof resource["blob"] === "string")
    return { ...item, resource: { ...resource, blob: toWords(resource["blob"], resource["mimeType"]) } };
  return item;
}

const toWords = (base64: string, type: unknown): string =>
  `[not kept: ${Math.floor((base64.length * 3) / 4)} bytes of ${typeof type === "string" ? type.slice(0, 100) : "binary content"}]`;

const isFields = (value: unknown): value is Record<string, unknown> =>
  typeof value === "object" && value !== null && !Array.isArray(value);
