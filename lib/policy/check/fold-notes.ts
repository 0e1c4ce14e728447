import { counted } from "../schema/validate";
import { quoteShort } from "../text/quote";
import { type CoveredTool, type Finding, findingLevels } from "./finding";

const findingsMax = 50;
const toolsListedMax = 5;

/** What is to be said of one tool, or of none. Notes of one code that are `about` the same become one finding. */
export type Note = Pick<Finding, "level" | "code" | "at"> & {
  about: string;
  /** A sentence without its full stop: the tools are named behind it. */
  text: string;
  /** What is said where the sentences differ from tool to tool. */
  general?: string;
  /** What follows. */
  consequence?: string;
  /** Whether the schema leaves no room for it at all. */
  impossible?: boolean;
  suggest?: () => string | undefined;
};

export type Said = { note: Note; tool?: CoveredTool };

type Group = [Said, ...Said[]];

/** Findings for a person: errors first, what is said of several tools as one, and no more than can be read. */
export function toFindings(all: readonly Said[], toolCount: number): Finding[] {
  const groups = new Map<string, Group>();
  for (const said of all) {
    const key = `${said.note.code} ${said.note.about}`;
    const group = groups.get(key);
    if (!group) groups.set(key, [said]);
    // Several tests may ask the same tool for the same argument: one after the other, since tools are checked in turn.
    else if (said.tool === undefined || group.at(-1)?.tool !== said.tool) group.push(said);
  }
  const findings = [...groups.values()].map((group) => toFinding(group, toolCount));
  const sorted = findingLevels.flatMap((level) => findings.filter((finding) => finding.level === level));
  if (sorted.length <= findingsMax) return sorted;
  const first = sorted.slice(0, findingsMax - 1);
  const message = `There is more to say: ${sorted.length - first.length} findings are left out.`;
  return [...first, { level: "info", code: "more", at: "", message }];
}

function toFinding(group: Group, toolCount: number): Finding {
  const [{ note }] = group;
  const { level, code, at, consequence } = note;
  const tools = group.flatMap(({ tool }) => (tool ? [`${tool.server}/${tool.name}`] : []));
  const [only] = tools;
  const isSame = group.every((other) => other.note.text === note.text);
  const suggestion = suggestionOf(group);
  const sentences = [
    `${isSame ? note.text : (note.general ?? note.text)}${tools.length > 0 ? ` (${namedTools(tools, toolCount)})` : ""}.`,
    ...(consequence === undefined ? [] : [consequence]),
    ...(suggestion === undefined ? [] : [`Did you mean ${quoteShort(suggestion)}?`]),
  ];
  // What no tool can ever be sent makes the policy wrong, not just wider than it has to be.
  const isNowhere = tools.length === toolCount && group.every((one) => one.note.impossible);
  return {
    level: isNowhere ? "error" : level,
    code,
    message: sentences.join(" "),
    at,
    ...(only !== undefined && tools.length === 1 && { tool: only }),
    ...(suggestion !== undefined && { suggestion }),
  };
}

function suggestionOf(group: Group): string | undefined {
  for (const { note } of group.slice(0, toolsListedMax)) {
    const suggestion = note.suggest?.();
    if (suggestion !== undefined) return suggestion;
  }
  return undefined;
}

function namedTools(tools: readonly string[], toolCount: number): string {
  if (tools.length === toolCount && tools.length > toolsListedMax) return `all ${toolCount} tools`;
  const more = tools.length - toolsListedMax;
  const some = tools.slice(0, toolsListedMax).join(", ");
  return more > 0 ? `${some} and ${counted(more, "other tool", "other tools")}` : some;
}
