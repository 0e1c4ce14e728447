/** The command line of `npm run bench`. */
import { parseArgs } from "node:util";
import { Refusal } from "../../scripts/refusal.mjs";

const usage = `npm run bench -- [options]
  --quick              shorter windows and fewer rounds: at most 90 s
  --rounds N           so many interleaved rounds for every measure
  --seconds S          so long a measuring window in every round
  --only a,b           only these measures: NAMES
  --targets a,b        only these targets: TARGETS
  --protocol REVISION  the MCP revision the callers speak (2025-11-25; also 2026-07-28)
  --pin, --no-pin      gateway on one core, generator and upstream on another (default: where possible)
  --json FILE          every sample, for later comparison`;

/**
 * @param {string[]} args
 * @param {{ measures: string[], targets: string[] }} known
 */
export function readOptions(args, known) {
  const text = usage.replace("NAMES", known.measures.join(", ")).replace("TARGETS", known.targets.join(", "));
  try {
    const { values } = parseArgs({
      args,
      allowNegative: true,
      options: {
        quick: { type: "boolean", default: false },
        rounds: { type: "string" },
        seconds: { type: "string" },
        only: { type: "string" },
        targets: { type: "string" },
        protocol: { type: "string", default: "2025-11-25" },
        pin: { type: "boolean" },
        json: { type: "string" },
        help: { type: "boolean", default: false },
      },
    });
    if (values.help) return { help: text };
    return {
      ...values,
      rounds: readNumber("--rounds", values.rounds),
      seconds: readNumber("--seconds", values.seconds),
      only: readNames("--only", values.only, known.measures),
      targets: readNames("--targets", values.targets, known.targets) ?? known.targets,
    };
  } catch (error) {
    throw new Refusal(`${error.message}\n\n${text}`);
  }
}

function readNumber(name, text) {
  if (text === undefined) return undefined;
  const number = Number(text);
  if (!(number > 0)) throw new Refusal(`${name} must be a number above 0, not ${text}.`);
  return number;
}

function readNames(name, text, known) {
  if (text === undefined) return undefined;
  const names = text.split(",").map((part) => part.trim());
  const unknown = names.find((part) => !known.includes(part));
  if (unknown !== undefined) throw new Refusal(`${name} ${unknown}: known are ${known.join(", ")}.`);
  return names;
}
