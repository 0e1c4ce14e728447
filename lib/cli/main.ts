import "server-only";
import { closeConnections } from "@/lib/audit/open-log";
import { isHouseError } from "@/lib/kernel/errors";
import { auditExport } from "./audit-export";
import { auditRetentionApply } from "./audit-retention";
import { auditTail } from "./audit-tail";
import { auditVerify } from "./audit-verify";
import { keyCreate } from "./key-create";
import { memberCreate } from "./member-create";
import { oauthRotateKey } from "./oauth-rotate-key";
import { setupLink } from "./setup-link";
import { tenantCreate } from "./tenant-create";
import { tenantList } from "./tenant-list";
import { UsageError, type Verb } from "./verb";

/** Every verb under its words. */
const verbs: Readonly<Record<string, Verb>> = {
  "tenant create": tenantCreate,
  "tenant list": tenantList,
  "member create": memberCreate,
  "key create": keyCreate,
  "oauth rotate-key": oauthRotateKey,
  "audit export": auditExport,
  "audit tail": auditTail,
  "audit verify": auditVerify,
  "audit retention apply": auditRetentionApply,
  "setup-link": setupLink,
};

const usage = [
  "Usage: npm run -s cli -- <verb> … [--json]",
  "",
  ...Object.entries(verbs).flatMap(([words, { usage, about }]) => [`  ${words} ${usage}`.trimEnd(), `      ${about}`]),
  "",
  "--json prints one object. Exit code 0: done; 1: refused, with a sentence; 2: wrong usage.",
].join("\n");

process.exitCode = await main(process.argv.slice(2));
await closeConnections();
// Whatever else a verb opened must not hold the process; what was written has reached its reader first.
await new Promise<void>((resolve) => process.stdout.write("", () => resolve()));
process.exit();

async function main(argv: readonly string[]): Promise<number> {
  const args = argv.filter((arg) => arg !== "--json");
  const asJson = args.length < argv.length;
  if (args.length === 0 || args[0] === "--help" || args[0] === "help") {
    (args.length === 0 ? console.error : console.log)(usage);
    return args.length === 0 ? 2 : 0;
  }
  const found = Object.entries(verbs).find(([words]) => words === args.slice(0, words.split(" ").length).join(" "));
  if (!found) {
    console.error(`"${args.slice(0, 2).join(" ")}" is no verb.\n\n${usage}`);
    return 2;
  }
  const [words, verb] = found;
  try {
    const said = await verb.run(args.slice(words.split(" ").length));
    if (said) console.log(asJson ? JSON.stringify(said.json) : said.text);
    return said?.refused === true ? 1 : 0;
  } catch (error) {
    if (error instanceof UsageError) {
      console.error(`${error.message}\n\nUsage: npm run -s cli -- ${words} ${verb.usage} [--json]`);
      return 2;
    }
    console.error(isHouseError(error) ? error.message : `This did not work: ${plainReason(error)}`);
    return 1;
  }
}

/** What an operator can do something about. Prisma's last line says why; the rest of it quotes values. */
function plainReason(error: unknown): string {
  if (!(error instanceof Error)) return "an unknown error.";
  const code = "code" in error && typeof error.code === "string" ? ` (${error.code})` : "";
  return `${error.message.trim().split("\n").at(-1) || error.name}${code}`;
}
