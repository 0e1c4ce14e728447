import { expect, test } from "@playwright/test";
import { type Block, toSetup, toSetups } from "./setups";

/* Every snippet is read the way the client reads it, and names the server's own address. */

const targets = [
  { name: "linear", url: "https://gw.example.com/mcp/acme/linear" },
  { name: "a-1_b", url: "http://localhost:3000/mcp/acme-prod/a-1_b" },
];

const readers: Record<Block["kind"], (code: string) => unknown> = {
  json: (code) => JSON.parse(code),
  toml: readToml,
  sh: (code) => {
    // Quotes close, and nothing but the continuation of a line stands before its end.
    expect((code.match(/'/g) ?? []).length % 2).toBe(0);
    expect((code.match(/(?<!\\)"/g) ?? []).length % 2).toBe(0);
    return code;
  },
  ts: (code) => {
    for (const [open, close] of ["{}", "()", "[]"].map((pair) => [...pair]))
      expect(code.split(open ?? "").length).toBe(code.split(close ?? "").length);
    return code;
  },
};

for (const target of targets)
  for (const setup of toSetups(target))
    test(`${setup.title} is told of ${target.name}, in a form that it can read`, () => {
      const blocks = setup.steps.flatMap(({ block }) => block ?? []);
      for (const { kind, code } of blocks) readers[kind](code);
      expect(JSON.stringify(blocks)).toContain(JSON.stringify(target.url).slice(1, -1));
      expect(setup.sees).not.toBe("");
      expect(new Set(blocks.map(({ code }) => code)).size).toBe(blocks.length);
    });

test("the files say what each client looks for", () => {
  const [target] = targets as [(typeof targets)[number]];
  const { url } = target;
  const file = (client: string, kind: Block["kind"]) =>
    toSetup(client, target).steps.flatMap(({ block }) => (block?.kind === kind ? readers[kind](block.code) : []))[0];
  expect(file("claude-code", "json")).toEqual({ mcpServers: { linear: { type: "http", url } } });
  expect(file("cursor", "json")).toEqual({ mcpServers: { linear: { url } } });
  expect(file("vscode", "json")).toEqual({ servers: { linear: { type: "http", url } } });
  expect(file("gemini-cli", "json")).toEqual({ mcpServers: { linear: { httpUrl: url } } });
  expect(file("codex", "toml")).toEqual({ "mcp_servers.linear": { url } });
});

test("the links open the client with the server filled in", () => {
  for (const target of targets) {
    const cursor = new URL(toSetup("cursor", target).link?.href ?? "");
    expect(`${cursor.protocol}//${cursor.host}${cursor.pathname}`).toBe(
      "cursor://anysphere.cursor-deeplink/mcp/install",
    );
    expect(cursor.searchParams.get("name")).toBe(target.name);
    expect(JSON.parse(atob(cursor.searchParams.get("config") ?? ""))).toEqual({ url: target.url });
    const vscode = toSetup("vscode", target).link?.href ?? "";
    expect(vscode.startsWith("vscode:mcp/install?")).toBe(true);
    expect(JSON.parse(decodeURIComponent(vscode.slice("vscode:mcp/install?".length)))).toEqual({
      ...target,
      type: "http",
    });
  }
});

test("a client that nobody knows gets the first", () => {
  expect(toSetup("nobody", { name: "linear", url: "https://x.example" }).client).toBe("claude-code");
});

/** As much of TOML as the snippets use: tables, and keys with a basic string (its escapes are those of JSON). */
function readToml(code: string): Record<string, Record<string, string>> {
  const tables: Record<string, Record<string, string>> = {};
  let table: Record<string, string> | undefined;
  for (const line of code.split("\n").filter((one) => one.trim() !== "" && !one.startsWith("#"))) {
    const head = /^\[([A-Za-z0-9_-]+(?:\.[A-Za-z0-9_-]+)*)\]$/.exec(line)?.[1];
    const [, key, value] = /^([A-Za-z0-9_-]+) = ("(?:[^"\\]|\\.)*")$/.exec(line) ?? [];
    if (head !== undefined) {
      table = {};
      tables[head] = table;
    } else if (table && key !== undefined && value !== undefined) table[key] = JSON.parse(value);
    else throw new Error(`This is no TOML: ${line}`);
  }
  return tables;
}
