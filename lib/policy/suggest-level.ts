import { type Level, maxLevel } from "./level";

/** What is known of a tool when it is discovered. Hints come from the server and are not trusted. */
export type ToolEvidence = {
  name: string;
  description: string;
  parameters: readonly string[];
  annotations:
    | { readOnlyHint?: boolean | undefined; destructiveHint?: boolean | undefined; openWorldHint?: boolean | undefined }
    | undefined;
};

/** `review`: nothing spoke for the level, a person should look. */
export type Suggestion = { level: Level; reason: string; review: boolean };

const high = [
  "delete",
  "remove",
  "destroy",
  "drop",
  "purge",
  "erase",
  "truncate",
  "terminate",
  "kill",
  "revoke",
  "wipe",
  "reset",
  "refund",
  "pay",
  "transfer",
  "charge",
  "withdraw",
  "grant",
  "exec",
  "execute",
  "eval",
  "shell",
  "export",
  "impersonate",
  "shutdown",
  "uninstall",
  "env",
];
const medium = [
  "create",
  "write",
  "update",
  "set",
  "modify",
  "edit",
  "put",
  "post",
  "insert",
  "add",
  "send",
  "run",
  "invoke",
  "submit",
  "push",
  "publish",
  "deploy",
  "apply",
  "patch",
  "move",
  "rename",
  "close",
  "assign",
  "comment",
  "upload",
  "merge",
  "approve",
  "book",
  "schedule",
  "enable",
  "disable",
  "start",
  "stop",
  "toggle",
  "trigger",
  "install",
  "import",
];
const low = [
  "get",
  "list",
  "read",
  "search",
  "find",
  "fetch",
  "query",
  "describe",
  "show",
  "view",
  "count",
  "lookup",
  "check",
  "echo",
  "ping",
  "status",
  "open",
  "browse",
  "explain",
  "help",
  "whoami",
  "resolve",
  "annotated",
  "sum",
];
const highParameters = ["sql", "command", "cmd", "script", "code", "shell", "amount"];
const mediumParameters = ["recipient", "recipients", "to", "path", "filepath", "url", "webhook", "body"];

/**
 * The level suggested for a new tool, and why (DESIGN §8): what its name and parameters say, raised but never lowered by
 * its annotations. Unknown is medium and marked for review; destructive without a word for it is high.
 */
export function suggestLevel(tool: ToolEvidence): Suggestion {
  const words = wordsOf(tool.name);
  const parameters = tool.parameters.flatMap((p) => [p.toLowerCase(), ...wordsOf(p)]);
  const reasons: string[] = [];
  let level: Level | undefined;
  const raise = (to: Level, why: string) => {
    level = level === undefined ? to : maxLevel(level, to);
    reasons.push(why);
  };

  const verb = (list: readonly string[]) => words.find((w) => list.includes(w));
  const [h, m, l] = [verb(high), verb(medium), verb(low)];
  if (h !== undefined) raise("high", `“${h}” in its name`);
  if (m !== undefined) raise("medium", `“${m}” in its name`);
  if (l !== undefined) raise("low", `“${l}” in its name`);
  const hp = parameters.find((p) => highParameters.includes(p));
  if (hp !== undefined) raise("high", `a parameter named ${hp}`);
  const mp = parameters.find((p) => mediumParameters.includes(p));
  if (mp !== undefined && h === undefined && l === undefined) raise("medium", `a parameter named ${mp}`);

  const { annotations } = tool;
  if (annotations?.destructiveHint === true && annotations.readOnlyHint !== true)
    raise("high", "the server says it is destructive");
  else if (annotations?.readOnlyHint === false) raise("medium", "the server says it is not read-only");
  else if (annotations?.readOnlyHint === true && level === undefined)
    return {
      level: "low",
      reason: "The server says it is read-only; nothing in its name says otherwise.",
      review: true,
    };

  if (level === undefined)
    return {
      level: "medium",
      reason: "Nothing in its name, parameters or annotations speaks for a level.",
      review: true,
    };
  const [first, ...rest] = reasons;
  const text = [first === undefined ? "" : first.charAt(0).toUpperCase() + first.slice(1), ...rest].join(", ");
  return { level, reason: `${text}.`, review: false };
}

/** Whole words of a tool name in any of the usual spellings: snake_case, kebab-case, camelCase, dots, slashes. */
function wordsOf(name: string): string[] {
  return name
    .replace(/([a-z0-9])([A-Z])/g, "$1 $2")
    .toLowerCase()
    .split(/[^a-z0-9]+/)
    .filter((word) => word !== "");
}
