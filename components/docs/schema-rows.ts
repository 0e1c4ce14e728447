/** A JSON Schema as the API's description has it. */
export type Schema = Readonly<Record<string, unknown>>;

/** One field of a body, or one parameter: `scope.servers`, what it may be, whether it has to be there. */
export type SchemaRow = { name: string; type: string; required: boolean; about: string };

const isSchema = (value: unknown): value is Schema =>
  typeof value === "object" && value !== null && !Array.isArray(value);
const listOf = (value: unknown): readonly unknown[] => (Array.isArray(value) ? value : []);
const schemasOf = (value: unknown): readonly Schema[] => listOf(value).filter(isSchema);

/** What a schema is one of; of a schema without alternatives, itself. */
const alternativesOf = (schema: Schema): readonly Schema[] => {
  const several = [...schemasOf(schema["anyOf"]), ...schemasOf(schema["oneOf"])];
  return several.length > 0 ? several.flatMap(alternativesOf) : [schema];
};

const hasFields = (schema: Schema): boolean => isSchema(schema["properties"]);

/** Few words for what a value may be: `"low" | "medium"`, `integer`, `list of text`. */
export function typeWords(schema: Schema): string {
  const alternatives = alternativesOf(schema);
  if (typeof schema["title"] === "string") return schema["title"];
  if (alternatives.length > 1) return nullLast(alternatives.map(typeWords));
  if ("const" in schema) return JSON.stringify(schema["const"]);
  const choices = listOf(schema["enum"]);
  if (choices.length > 0) return choices.map((one) => JSON.stringify(one)).join(" | ");
  switch (schema["type"]) {
    case "array":
      return isSchema(schema["items"]) ? `list of ${typeWords(schema["items"])}` : "list";
    case "string":
      return typeof schema["format"] === "string" ? (formatWords[schema["format"]] ?? "text") : "text";
    case "object":
      return "object";
    case undefined:
      return "any";
    default:
      return listOf(schema["type"]).length > 0
        ? nullLast(listOf(schema["type"]).map((type) => typeWords({ ...schema, type })))
        : String(schema["type"]);
  }
}

const nullLast = (words: readonly string[]): string =>
  [...new Set([...words.filter((word) => word !== "null"), ...words.filter((word) => word === "null")])].join(" | ");

const formatWords: Readonly<Record<string, string>> = {
  "date-time": "time (RFC 3339)",
  email: "e-mail address",
  uri: "URL",
  ipv4: "IPv4 address",
  ipv6: "IPv6 address",
};

/** Bounds that say what to send, in words; patterns are for programs and stay in the description. */
function boundWords(schema: Schema): string {
  const [only] = alternativesOf(schema).filter((one) => one["type"] !== "null");
  if (only === undefined) return "";
  const { minimum, maximum, maxLength, maxItems } = only;
  const said = [
    typeof minimum === "number" && typeof maximum === "number" ? `${minimum} to ${maximum}` : "",
    typeof maxLength === "number" ? `at most ${maxLength} characters` : "",
    typeof maxItems === "number" ? `at most ${maxItems}` : "",
    "default" in schema ? `default ${JSON.stringify(schema["default"])}` : "",
  ];
  return said.filter((one) => one !== "").join(", ");
}

/** The sentence of a field: what the schema says of it, and its bounds. */
export const aboutWords = (schema: Schema, description: unknown = schema["description"]): string => {
  const bounds = boundWords(schema);
  const sentence = bounds === "" ? "" : `${bounds.charAt(0).toUpperCase()}${bounds.slice(1)}.`;
  return [typeof description === "string" ? description : "", sentence].filter((one) => one !== "").join(" ");
};

const deepest = 4;

/** The fields of an object and of those in it, each under its path; `[]` stands for the elements of a list. */
export function toSchemaRows(schema: Schema, above = "", depth = 0): SchemaRow[] {
  const rows = new Map<string, SchemaRow>();
  for (const one of alternativesOf(schema)) {
    if (!isSchema(one["properties"])) continue;
    const required = listOf(one["required"]);
    for (const [name, field] of Object.entries(one["properties"])) {
      if (!isSchema(field)) continue;
      const path = above + name;
      const known = rows.get(path);
      const type = typeWords(field);
      rows.set(path, {
        name: path,
        // A field that several alternatives have may be what each of them says.
        type: known && !known.type.split(" | ").includes(type) ? `${known.type} | ${type}` : (known?.type ?? type),
        required: required.includes(name),
        about: known?.about ?? aboutWords(field),
      });
      for (const row of rowsBelow(field, path, depth)) if (!rows.has(row.name)) rows.set(row.name, row);
    }
  }
  return [...rows.values()];
}

function rowsBelow(field: Schema, path: string, depth: number): SchemaRow[] {
  if (depth >= deepest) return [];
  if (alternativesOf(field).some(hasFields)) return toSchemaRows(field, `${path}.`, depth + 1);
  const items = field["items"];
  return isSchema(items) && alternativesOf(items).some(hasFields) ? toSchemaRows(items, `${path}[].`, depth + 1) : [];
}

/** Values that look like the real ones, by the name of what they are for. */
const usual: Readonly<Record<string, unknown>> = {
  agent: "claude-code",
  arguments: { title: "Hello" },
  email: "alice@acme.example",
  human: "human|alice",
  instance: "ins_…",
  key: "linear",
  name: "Example",
  policy: "pol_…",
  reason: "Request 88",
  server: "linear",
  slug: "claude-code",
  tool: "create_issue",
  url: "https://mcp.example.com/mcp",
  when: "args.amount < 500",
};

/** A value that has the shape of a schema: what has to be there, and of an object that requires nothing its first field. */
export function exampleOf(schema: Schema, name = ""): unknown {
  const [first = schema] = alternativesOf(schema).filter((one) => one["type"] !== "null");
  if ("const" in first) return first["const"];
  const [choice] = listOf(first["enum"]);
  if (choice !== undefined) return choice;
  if (Object.hasOwn(usual, name) && !hasFields(first)) return usual[name];
  switch (first["type"]) {
    case "object": {
      const fields = Object.entries(isSchema(first["properties"]) ? first["properties"] : {});
      const required = listOf(first["required"]);
      const shown = required.length > 0 ? fields.filter(([key]) => required.includes(key)) : fields.slice(0, 1);
      return Object.fromEntries(
        shown.flatMap(([key, field]) => (isSchema(field) ? [[key, exampleOf(field, key)]] : [])),
      );
    }
    case "array":
      return isSchema(first["items"]) ? [exampleOf(first["items"], name)] : [];
    case "boolean":
      return true;
    case "integer":
    case "number":
      return typeof first["minimum"] === "number" ? Math.max(first["minimum"], 0) : 0;
    default:
      return first["format"] === "date-time" ? "2026-12-31T23:59:59Z" : "…";
  }
}
