import type { PolicyTestView } from "@/lib/registry/policies/policy-test-view";
import { oneOf, type Query } from "../../../../_parts/console-props";
import type { TestStart } from "./test-form";

/** What the form begins with, as the address says: `?edit=…`, `?add`, or a call that somebody wants to write down. */
export function readStart(query: Query, tests: readonly PolicyTestView[]): TestStart | undefined {
  const edited = tests.find(({ id }) => id === oneOf(query, "edit"));
  if (edited) return ofTest(edited);
  const named = ["human", "agent", "server", "tool", "arguments", "expect", "add"];
  if (!named.some((name) => query[name] !== undefined)) return undefined;
  const of = (name: string): string => (oneOf(query, name) ?? "").slice(0, 65_536);
  const [server, tool, expected] = [of("server"), of("tool"), of("expect")];
  const decision = expected === "allow" ? "allow" : "deny";
  return {
    name: tool === "" ? "" : `${tool} is ${decision === "deny" ? "denied" : "allowed"}`.slice(0, 120),
    human: of("human"),
    agent: of("agent").replace(/^agent\|/, ""),
    tool: server === "" || tool === "" ? "" : `${server}/${tool}`,
    args: query["arguments"] === undefined ? undefined : indented(of("arguments")),
    ...{ ip: "", at: "", expect: { decision } },
  };
}

const ofTest = ({
  id,
  name,
  human,
  agent,
  server,
  tool,
  arguments: args,
  ip,
  at,
  expect,
}: PolicyTestView): TestStart => ({
  ...{ id, name, human, agent, expect },
  tool: `${server}/${tool}`,
  args: JSON.stringify(args, null, 2),
  ip: ip ?? "",
  // As the control writes it: to the second where there are any.
  at: at === null ? "" : at.slice(0, at.endsWith(":00.000Z") ? 16 : 19),
});

/** Several lines where it is JSON; as it was sent where it is not, so that whoever sent it can see why. */
function indented(text: string): string {
  try {
    return JSON.stringify(JSON.parse(text), null, 2);
  } catch {
    return text;
  }
}
