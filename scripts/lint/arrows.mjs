/**
 * Which room may import which. This table is the rule; `node scripts/lint/arrows.mjs` compiles it into
 * arrows.generated.json, which biome.json extends, so the editor blames a wrong import while it is typed and the message says why.
 *
 * `@/…` means another room, `./…` means mine (stays-in-room.grit refuses a `../` that leaves it), `internal/` is private.
 */
import { spawnSync } from "node:child_process";
import fs from "node:fs";
import { createRequire } from "node:module";
import { fileURLToPath } from "node:url";

const LIB = ["kernel", "policy", "db", "audit", "registry", "connections", "oauth", "gateway", "console", "cli"];

/** Libraries that belong to some rooms only. `zod`, small pure packages and Node's own are free where nothing else is said. */
const LIBRARIES = {
  database: {
    packages: ["pg", "pg/**", "@prisma/**", "@/lib/db/generated/**"],
    why: "Only lib/db knows PostgreSQL and Prisma: elsewhere a query could forget its tenant.",
  },
  next: {
    packages: ["next", "next/**", "next-auth", "next-auth/**"],
    why: "This room runs without Next: the server's front, the command line and the tests load it in plain Node.",
  },
  react: {
    packages: ["react", "react/**", "react-dom", "react-dom/**"],
    why: "What people see is in components/ and app/.",
  },
  mcp: {
    packages: ["@modelcontextprotocol/**"],
    why: "The MCP SDK is used where MCP is spoken: lib/gateway and lib/connections.",
  },
};

/** `rooms`: what may be imported besides the room's own files. `libraries`: which of the above are at home here. */
const ROOMS = {
  kernel: { rooms: [], libraries: [], why: "The kernel stands on nothing." },
  policy: {
    rooms: ["@/lib/kernel/**", "!@/lib/kernel/env"],
    libraries: [],
    packagesOnly: ["re2js", "ipaddr.js", "zod"],
    why: "Deciding is pure: same question, same answer. It sees the kernel (not the environment) and re2js, nothing else.",
  },
  db: { rooms: ["kernel"], libraries: ["database"], why: "lib/db knows tables, not what they mean." },
  audit: {
    rooms: ["kernel", "policy", "db"],
    libraries: [],
    why: "The audit log records what the other rooms do; it does not know them.",
  },
  registry: {
    rooms: ["kernel", "policy", "db", "audit"],
    libraries: [],
    why: "The registry says what exists; who connects or calls is decided above it.",
  },
  connections: {
    rooms: ["kernel", "db", "audit", "registry"],
    libraries: ["mcp"],
    why: "Connections hold credentials of upstream servers; they neither decide nor know agents' tokens.",
  },
  oauth: {
    rooms: ["kernel", "policy", "db", "audit", "registry", "@/lib/connections/outbound"],
    libraries: [],
    why: "The authorization server gives agents their tokens; it never touches upstream credentials.",
  },
  gateway: {
    rooms: ["kernel", "policy", "audit", "registry", "connections", "oauth"],
    libraries: ["mcp"],
    why: "A call walks through verbs of other rooms and never to the database: no path around the audit log.",
  },
  console: {
    rooms: ["kernel", "policy", "audit", "registry", "connections", "oauth", "@/components/shell/nothing-here"],
    libraries: ["next", "react"],
    why: "lib/console is where lib meets Next: it calls verbs and has no query of its own.",
  },
  cli: {
    rooms: ["kernel", "audit", "registry", "connections", "oauth"],
    libraries: [],
    why: "The command line calls the same verbs as the console and has no query of its own.",
  },
};

/**
 * The places outside lib, by what they may not import. Which values a component may take from lib is in
 * handed-its-data.grit, because that depends on whether only a type is meant.
 */
const PLACES = {
  "components/**": {
    groups: [
      {
        group: ["next", "next/**", "!next/link", "!next/navigation", "!next/image", "!next/dynamic", "!next/form"],
        message: "A component is handed its data: of Next it needs links and navigation only.",
      },
      { group: ["next-auth", "next-auth/**"], message: "A component is handed its data: app/ knows who is signed in." },
      { group: ["node:*", "undici"], message: "Components also run in the browser." },
      library("mcp"),
      library("database"),
      { group: ["@/app/**", "@/scripts/**"], message: "A component does not know the page that uses it." },
    ],
  },
  "app/**": {
    groups: [
      library("database"),
      library("mcp"),
      {
        group: ["@/lib/db/**"],
        message: "A page reads the request, asks one verb and renders: queries live behind verbs.",
      },
    ],
  },
  "e2e/**": {
    groups: [
      {
        group: ["@/lib/**", "!@/lib/kernel/paths", "@/app/**", "@/components/**"],
        message: "An end-to-end test knows the product by its doors: URLs, the command line, the console.",
      },
    ],
  },
};

export function compile() {
  const rooms = LIB.map((room) => override(`lib/${room}/**`, roomPatterns(room)));
  const places = Object.entries(PLACES).map(([glob, { groups }]) => override(glob, [...groups, internals()]));
  // The last override that matches a file counts: a test beside its file may use what the file may not.
  const tests = override("lib/**/*.test.ts", [
    { group: ["@/app/**", "@/components/**"], message: "A test of lib does not know the console." },
    { group: ["next", "next/**"], message: LIBRARIES.next.why },
    internals(),
  ]);
  return {
    $schema: "../../node_modules/@biomejs/biome/configuration_schema.json",
    overrides: [...rooms, ...places, tests],
  };
}

function roomPatterns(room) {
  const { rooms, libraries, packagesOnly, why } = ROOMS[room];
  const allowed = rooms.flatMap((name) => (/^!?@/.test(name) ? [name] : [`@/lib/${name}/**`]));
  return [
    { group: [`@/lib/${room}/**`], message: "`./…` means this room, `@/…` means another one." },
    { group: ["@/**", `!@/lib/${room}/**`, ...flip(allowed)], message: why },
    internals(),
    ...Object.keys(LIBRARIES)
      .filter((name) => !libraries.includes(name))
      .map(library),
    ...(packagesOnly
      ? [{ group: ["**", "!./**", "!../**", "!@/**", ...packagesOnly.map((name) => `!${name}`)], message: why }]
      : []),
  ];
}

/** In a list of what is refused, the allowed is an exception and the exception from it is refused again. */
function flip(patterns) {
  return patterns.map((pattern) => (pattern.startsWith("!") ? pattern.slice(1) : `!${pattern}`));
}

function library(name) {
  return { group: LIBRARIES[name].packages, message: LIBRARIES[name].why };
}

function internals() {
  return {
    group: ["@/**/internal/**", "@/**/_parts/**"],
    message: "A room's internal/ and a route's _parts/ are private: ask for what you need in a file beside them.",
  };
}

function override(includes, patterns) {
  const rule = { level: "error", options: { patterns } };
  return { includes: [includes], linter: { rules: { style: { noRestrictedImports: rule } } } };
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const file = fileURLToPath(new URL("arrows.generated.json", import.meta.url));
  fs.writeFileSync(file, JSON.stringify(compile()));
  const biome = createRequire(import.meta.url).resolve("@biomejs/biome/bin/biome");
  spawnSync(process.execPath, [biome, "format", "--write", file], { stdio: "inherit" });
}
