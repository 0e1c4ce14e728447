import { type Condition, ConditionError, conditionLimits } from "../condition/condition";
import { membersOf } from "../condition/normalize";

/**
 * What has been read, where it began, and its measure as `readCondition` takes it (a test has depth 0). `open`: it ends in
 * an operator, so that a `!` in front would not be about all of it.
 */
export type Parsed<Tree = Condition> = { tree: Tree; at: number; nodes: number; depth: number; open: boolean };

/** Members as one group; those that are groups of its kind are merged into it, and count as one part with it. Throws as `measured`. */
export function group(word: "all" | "any", members: Parsed[]): Parsed {
  let nodes = 1;
  let depth = 0;
  const trees: Condition[] = [];
  for (const member of members) {
    const same = membersOf(member.tree, word);
    trees.push(...(same ?? [member.tree]));
    nodes += same === undefined ? member.nodes : member.nodes - 1;
    depth = Math.max(depth, same === undefined ? member.depth + 1 : member.depth);
  }
  const at = members[0]?.at ?? 0;
  return measured({ tree: word === "all" ? { all: trees } : { any: trees }, at, nodes, depth, open: false });
}

/** The same, when it is within the limits. Throws ConditionError where it begins. */
export function measured<Tree>(parsed: Parsed<Tree>): Parsed<Tree> {
  if (parsed.depth > conditionLimits.depthMax) throw tooDeep(parsed.at);
  if (parsed.nodes > conditionLimits.nodesMax)
    throw new ConditionError(
      `A condition has at most ${conditionLimits.nodesMax} parts; write several policies instead.`,
      parsed.at,
    );
  return parsed;
}

export const tooDeep = (at: number): ConditionError =>
  new ConditionError(
    `It is nested deeper than ${conditionLimits.depthMax} levels; write several policies instead.`,
    at,
  );
