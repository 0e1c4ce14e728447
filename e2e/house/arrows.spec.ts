import { spawnSync } from "node:child_process";
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { expect, test } from "@playwright/test";
import { compile } from "@/scripts/lint/arrows.mjs";

/**
 * The table of HOUSE.md once more, written down independently of scripts/lint/arrows.mjs: what stands in a row may be
 * imported by the room at its head, everything else in ROOMS may not.
 */
const MAY_IMPORT: Record<string, string> = {
  kernel: "",
  policy: "kernel",
  db: "kernel",
  audit: "kernel policy db",
  registry: "kernel policy db audit",
  connections: "kernel db audit registry",
  oauth: "kernel policy db audit registry",
  gateway: "kernel policy audit registry connections oauth",
  console: "kernel policy audit registry connections oauth",
  cli: "kernel audit registry connections oauth",
};
const ROOMS = Object.keys(MAY_IMPORT);
const OUTSIDE = ["@/app/layout", "@/components/ui/button", "@/scripts/migrate.mjs", "@/prisma/world/tenant"];

/** Which rooms may use a library; the other rooms of lib may not. */
const LIBRARIES: Record<string, string> = {
  pg: "db",
  "@prisma/client": "db",
  "@prisma/adapter-pg": "db",
  next: "console",
  "next/headers": "console",
  "next-auth": "console",
  react: "console",
  "react-dom/server": "console",
  "@modelcontextprotocol/client": "gateway connections",
  "@modelcontextprotocol/sdk/client/index.js": "gateway connections",
};

interface Case {
  /** The file that imports, from the root of the repository. */
  file: string;
  line: string;
  allowed: boolean;
}

const importOf = (source: string, kind = "value") =>
  ({
    value: `import { x } from "${source}";`,
    type: `import type { X } from "${source}";`,
    reexport: `export { x } from "${source}";`,
    all: `export * from "${source}";`,
    sideEffect: `import "${source}";`,
    dynamic: `export const x = import("${source}");`,
  })[kind] as string;

/** Every form of an import is tried for what is forbidden: one that is not looked at would be the way around. */
const FORMS = ["value", "type", "reexport", "all", "sideEffect", "dynamic"];

function forbid(file: string, source: string, forms = FORMS): Case[] {
  return forms.map((form) => ({ file, line: importOf(source, form), allowed: false }));
}

function allow(file: string, source: string, forms = ["value", "type"]): Case[] {
  return forms.map((form) => ({ file, line: importOf(source, form), allowed: true }));
}

function libCases(): Case[] {
  const cases: Case[] = [];
  for (const room of ROOMS) {
    const file = `lib/${room}/file.ts`;
    const may = (MAY_IMPORT[room] ?? "").split(" ");
    for (const other of ROOMS.filter((name) => name !== room)) {
      const decide = may.includes(other) ? allow : forbid;
      cases.push(...decide(file, `@/lib/${other}/thing`), ...decide(file, `@/lib/${other}/folder/thing`));
      cases.push(...forbid(file, `@/lib/${other}/internal/thing`, ["value"]));
      cases.push(...forbid(file, `@/lib/${other}/folder/internal/thing`, ["value"]));
      cases.push(...forbid(file, `../${other}/thing`), ...forbid(`lib/${room}/folder/file.ts`, `../../${other}/thing`));
    }
    for (const source of OUTSIDE) cases.push(...forbid(file, source, ["value"]));
    for (const [library, rooms] of Object.entries(LIBRARIES))
      cases.push(...(rooms.split(" ").includes(room) ? allow : forbid)(file, library));
    // `./…` means mine, however deep, and the long way round is refused.
    cases.push(...allow(file, "./other"), ...allow(file, "./internal/thing"), ...allow(file, "zod"));
    cases.push(...allow(`lib/${room}/folder/file.ts`, "../other"));
    cases.push(...allow(`lib/${room}/folder/deeper/file.ts`, "../../other"));
    cases.push(...forbid(`lib/${room}/folder/deeper/file.ts`, "../../../kernel/ctx", ["value"]));
    cases.push(...forbid(file, `@/lib/${room}/other`, ["value"]));
    if (room !== "db") cases.push(...forbid(file, "@/lib/db/generated/client"));
    if (room !== "policy") cases.push(...allow(file, "node:crypto"));
  }
  return cases;
}

const policyCases: Case[] = [
  ...allow("lib/policy/file.ts", "re2js"),
  ...forbid("lib/policy/file.ts", "@/lib/kernel/env"),
  ...forbid("lib/policy/file.ts", "node:crypto"),
  ...forbid("lib/policy/file.ts", "fs"),
  ...forbid("lib/policy/file.ts", "lru-cache"),
  ...forbid("lib/policy/file.ts", "@scope/package"),
  ...allow("lib/policy/file.test.ts", "node:fs"),
  ...allow("lib/policy/file.test.ts", "@playwright/test"),
  ...allow("lib/policy/file.test.ts", "fast-check"),
];

const placeCases: Case[] = [
  // Components are handed their data: pure values, types from anywhere.
  ...[
    "@/lib/kernel/paths",
    "@/lib/policy/decide",
    "@/lib/audit/catalog",
    "@/lib/audit/catalog/agent",
    "@/lib/audit/present",
  ].flatMap((source) => allow("components/audit/file.tsx", source)),
  ...["@/lib/registry/thing", "@/lib/audit/write", "@/lib/kernel/env", "@/lib/console/page", "@/lib/db/pool"].flatMap(
    (source) => [
      ...allow("components/audit/file.tsx", source, ["type"]),
      ...forbid("components/audit/file.tsx", source, ["value", "reexport", "all", "sideEffect", "dynamic"]),
    ],
  ),
  { file: "components/audit/file.tsx", line: 'import { type X } from "@/lib/audit/write";', allowed: false },
  { file: "components/audit/file.tsx", line: 'import {\n  x,\n  y,\n} from "@/lib/audit/write";', allowed: false },
  ...allow("components/audit/file.tsx", "@/components/ui/button"),
  ...allow("components/audit/file.tsx", "../ui/button"),
  ...allow("components/audit/file.tsx", "next/link"),
  ...allow("components/audit/file.tsx", "react"),
  ...allow("components/audit/file.tsx", "@tanstack/react-table"),
  ...[
    "next/headers",
    "next/server",
    "next-auth",
    "pg",
    "@prisma/client",
    "@modelcontextprotocol/client",
    "node:fs",
  ].flatMap((source) => forbid("components/audit/file.tsx", source)),
  ...forbid("components/audit/file.tsx", "@/app/layout"),
  ...forbid("components/audit/file.tsx", "../../lib/audit/catalog"),

  // Pages ask one verb.
  ...[
    "kernel/paths",
    "policy/decide",
    "audit/query",
    "registry/x",
    "oauth/x",
    "console/page",
    "gateway/endpoint",
  ].flatMap((room) => allow("app/(console)/[tenant]/page.tsx", `@/lib/${room}`)),
  ...allow("app/(console)/[tenant]/page.tsx", "next/navigation"),
  ...allow("app/(console)/[tenant]/page.tsx", "../_parts/thing"),
  ...["@/lib/db/pool", "@/lib/db/generated/client", "pg", "@prisma/client", "@/lib/audit/internal/row"].flatMap(
    (source) => forbid("app/(console)/[tenant]/page.tsx", source),
  ),
  ...forbid("app/(console)/[tenant]/page.tsx", "../../../lib/audit/query"),

  // End-to-end tests know the product by its doors.
  ...allow("e2e/api/file.spec.ts", "@/lib/kernel/paths"),
  ...allow("e2e/api/file.spec.ts", "@/prisma/world/tenant"),
  ...allow("e2e/api/file.spec.ts", "@modelcontextprotocol/client"),
  ...allow("e2e/api/file.spec.ts", "@/scripts/migrate.mjs"),
  ...forbid("e2e/api/file.spec.ts", "@/lib/registry/thing"),
  ...forbid("e2e/api/file.spec.ts", "@/components/ui/button"),
];

/** Rules about what stands in a file, not about what it imports. */
const grainCases: Case[] = [
  ...["new RegExp(text)", 'new RegExp(text, "u")', "RegExp(text)", 'new Function("x")', "eval(text)"].map((code) => ({
    file: "lib/gateway/file.ts",
    line: `export const x = ${code};`,
    allowed: false,
  })),
  { file: "lib/gateway/file.ts", line: "export const x = /^a+$/u.test(text);", allowed: true },
  { file: "lib/gateway/file.ts", line: "export const x = Date.now();", allowed: false },
  { file: "lib/gateway/file.ts", line: "export const x = new Date();", allowed: false },
  { file: "lib/gateway/file.ts", line: "export const x = new Date(0);", allowed: true },
  { file: "lib/kernel/clock.ts", line: "export const x = new Date();", allowed: true },
  { file: "lib/gateway/file.ts", line: 'export const x = process.env["X"];', allowed: false },
  { file: "app/page.tsx", line: 'export const x = process.env["X"];', allowed: false },
  { file: "lib/kernel/env.ts", line: 'export const x = process.env["X"];', allowed: true },
  { file: "lib/connections/file.ts", line: 'export const x = fetch("https://example.org");', allowed: false },
  { file: "components/table/load-more.tsx", line: 'export const x = fetch("/api");', allowed: true },
  { file: "lib/gateway/file.ts", line: "export const x = (y: any) => y;", allowed: false },
];

let folder: string;
test.beforeAll(() => {
  // The rules look at where a file is, so the copy has the folders of the repository.
  folder = mkdtempSync(join(tmpdir(), "countersign-arrows-"));
  for (const name of ["biome.json", "scripts/lint", ".gitignore"])
    cpSync(name, join(folder, name), { recursive: true });
  symlinkSync(join(process.cwd(), "node_modules"), join(folder, "node_modules"));
});
test.afterAll(() => rmSync(folder, { recursive: true, force: true }));

test("no forbidden import slips through and no allowed one is blamed", () => {
  const cases = [...libCases(), ...policyCases, ...placeCases, ...grainCases];
  // One file for each case: lint/one~12.ts stands for lint/one.ts, so that a rule sees the name it is about.
  const byFile = new Map<string, Case>();
  for (const [index, one] of cases.entries()) {
    const file = placeOf(one.file, index);
    byFile.set(file, one);
    mkdirSync(dirname(join(folder, file)), { recursive: true });
    writeFileSync(join(folder, file), `${one.line}\n`);
  }
  const blamed = lint(folder);
  const wrong = [...byFile].filter(([file, { allowed }]) => blamed.has(file) === allowed);
  expect(wrong.map(([file, { line, allowed }]) => `${allowed ? "blamed" : "slipped"}: ${file}: ${line}`)).toEqual([]);

  const forbidden = cases.filter(({ allowed }) => !allowed).length;
  expect(forbidden).toBeGreaterThan(500);
  expect(cases.length - forbidden).toBeGreaterThan(200);

  // A refused import says why.
  const gateway = [...byFile].find(([file, { line }]) => /^lib\/gateway/.test(file) && line.includes("@/lib/db/thing"));
  expect(blamed.get(gateway?.[0] ?? "")).toContain("no path around the audit log");
});

test("the compiled arrows are those of the table", () => {
  const committed: unknown = JSON.parse(readFileSync("scripts/lint/arrows.generated.json", "utf8"));
  expect(committed, "run: node scripts/lint/arrows.mjs").toEqual(compile());
});

/** lib/gateway/file.ts → lib/gateway/file-7.ts; names that a rule knows get a folder of their own above. */
function placeOf(file: string, index: number): string {
  if (/\/(env|clock)\.ts$/.test(file)) return file;
  return file.replace(/((?:\.test|\.spec)?\.tsx?)$/, `-${index}$1`);
}

/** What the linter says of import arrows and of our own rules, by file. */
function lint(root: string): Map<string, string> {
  const biome = join(process.cwd(), "node_modules/@biomejs/biome/bin/biome");
  const { stdout, stderr } = spawnSync(
    process.execPath,
    [biome, "lint", "--vcs-enabled=false", "--max-diagnostics=none", "--reporter=json", "."],
    { cwd: root, encoding: "utf8", maxBuffer: 256 << 20, env: { ...process.env, NODE_OPTIONS: "" } },
  );
  const at = stdout.indexOf("{");
  if (at < 0) throw new Error(`The linter did not run: ${stderr}`);
  const { diagnostics } = JSON.parse(stdout.slice(at)) as {
    diagnostics: { category: string; message: string; location: { path: string } }[];
  };
  const ours = /noRestrictedImports|noRestrictedGlobals|noProcessEnv|noGlobalEval|noExplicitAny|^plugin/;
  const blamed = new Map<string, string>();
  for (const { category, message, location } of diagnostics)
    if (ours.test(category)) blamed.set(location.path.replace(/^\.\//, ""), message);
  return blamed;
}
