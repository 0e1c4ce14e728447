/**
 * Makes `lib/console/api/answers.json` anew: what each call of the HTTP API answers, as JSON Schema, read out of the types of the verbs
 * that the calls run (`lib/console/api/answers.ts`). `--check` writes nothing and ends with 1 where the file says something else. A
 * command of its own and no part of the build, because it checks all types with a compiler that has an interface, which takes a while.
 */
import fs from "node:fs";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import { generateSchema, programFromConfig } from "typescript-json-schema";
import { complain } from "./lifecycle.mjs";
import { Refusal } from "./refusal.mjs";

const ROOT = fileURLToPath(new URL("..", import.meta.url));
const source = path.join(ROOT, "lib/console/api/answers.ts");
const target = path.join(ROOT, "lib/console/api/answers.json");
const local = "#/definitions/";
const shared = "#/components/schemas/";

function main() {
  const { values } = parseArgs({ options: { check: { type: "boolean", default: false } } });
  const text = `${JSON.stringify(describe(), null, 1)}\n`;
  if (!values.check) fs.writeFileSync(target, text);
  else if (fs.readFileSync(target, "utf8") !== text)
    throw new Refusal(
      "lib/console/api/answers.json is not what the calls answer. Make it anew: npm run describe:answers",
    );
}

/** Schemas of all answers by operation, and those that have a name of their own and stand in several places. */
function describe() {
  const program = programFromConfig(path.join(ROOT, "tsconfig.json"), [source]);
  const settings = { required: true, strictNullChecks: true, aliasRef: true };
  const made = generateSchema(program, "ApiAnswers", settings, [source]);
  if (!made?.properties) throw new Refusal("The types of the answers cannot be read: look at `npx tsc`.");
  const definitions = { ...made.definitions };
  // Where a name stands for a type without one, the type has that name wherever it stands.
  const aliases = new Map();
  for (const [name, { $ref, ...rest }] of Object.entries(definitions)) {
    const to = $ref?.slice(local.length);
    if (!to?.startsWith("__type") || Object.keys(rest).length > 0) continue;
    aliases.set(to, name);
    definitions[name] = definitions[to];
  }
  const isNamed = (name) => /^[A-Z][A-Za-z]+$/.test(name) && !["Record", "Partial", "Answers", "Named"].includes(name);
  /** The same type met again by another way has a number behind its name. */
  const nameOf = (definition) => {
    const name = (aliases.get(definition) ?? decodeURIComponent(definition)).replace(/_\d+$/, "");
    return isNamed(name) ? name : undefined;
  };

  /** What has no name of its own is written out where it stands. */
  const written = (value) => {
    if (Array.isArray(value)) return value.map(written);
    if (value === null || typeof value !== "object") return value;
    const { $ref, ...rest } = value;
    const to = typeof $ref === "string" ? $ref.slice(local.length) : undefined;
    const of = to && nameOf(to);
    if (to && !of) return written({ ...definitions[decodeURIComponent(to)], ...rest });
    const entries = Object.entries(rest).map(([key, each]) => [key, written(each)]);
    return plain({ ...(of && { $ref: shared + of }), ...Object.fromEntries(entries) });
  };
  const schemas = {};
  for (const [definition, schema] of Object.entries(definitions)) {
    const name = nameOf(definition);
    if (!name || aliases.has(definition)) continue;
    const text = written(schema);
    if (schemas[name] && look(schemas[name]) !== look(text))
      throw new Refusal(`Two types of the answers are called ${name}.`);
    schemas[name] = text;
  }
  const names = new Map(Object.entries(schemas).map(([name, schema]) => [look(schema), name]));

  /** What is written out in the very words of a named one is a reference to it. */
  const referring = (value, isTop) => {
    if (Array.isArray(value)) return value.map((each) => referring(each, false));
    if (value === null || typeof value !== "object") return value;
    const name = isTop ? undefined : names.get(look(value));
    if (name === undefined && Array.isArray(value.anyOf) && !isTop) return { ...value, anyOf: choices(value.anyOf) };
    if (name === undefined)
      return Object.fromEntries(Object.entries(value).map(([key, each]) => [key, referring(each, false)]));
    const { description } = value;
    return { $ref: shared + name, ...(description !== schemas[name].description && { description }) };
  };
  /** A choice among those of a named one and others (null, say) is one among that and the others. */
  const choices = (members) => {
    const looks = new Set(members.map(look));
    for (const [name, { anyOf }] of Object.entries(schemas)) {
      if (!Array.isArray(anyOf) || anyOf.length < 2 || !anyOf.every((each) => looks.has(look(each)))) continue;
      const theirs = new Set(anyOf.map(look));
      return [{ $ref: shared + name }, ...choices(members.filter((each) => !theirs.has(look(each))))];
    }
    return members.map((each) => referring(each, false));
  };
  const all = (map, isTop) =>
    Object.fromEntries(Object.entries(map).map(([key, each]) => [key, referring(each, isTop)]));
  const { properties } = written(made.properties.answers);
  const answered = Object.entries(properties).filter(
    ([, { type, $ref, ...rest }]) => type || $ref || rest.anyOf || rest.allOf,
  );
  return { answers: all(Object.fromEntries(answered), false), schemas: all(schemas, true) };
}

const look = ({ description: _, ...schema }) => JSON.stringify(schema);

/** A text that may be one of some words or any other; and no word for those who build the product. */
function plain(schema) {
  const { allOf, description } = schema;
  if (Array.isArray(allOf) && allOf.some(({ type }) => type === "string")) return { type: "string" };
  if (typeof description !== "string") return schema;
  const said = description.replace(/\s*\((?:DESIGN|seed|research)[^)]*\)/g, "").replace(/\{@link (\w+)\}/g, "$1");
  return { ...schema, description: said };
}

try {
  main();
} catch (error) {
  complain(error);
  process.exitCode = 1;
}
