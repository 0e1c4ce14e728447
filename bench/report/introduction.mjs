/** The first lines of a report: without them no figure in it can be compared with another report's. */
import { number } from "./markdown.mjs";

export function introduction({ machine, options, pinning, database }) {
  const { cpu, cores, memoryGiB, system, node, loadAverage, inMemory } = machine;
  const places = pinning.gateway
    ? `gateway on core ${pinning.gateway}, generator and upstream on core ${pinning.load}, PostgreSQL anywhere`
    : "processes not pinned to cores";
  const durable = inMemory
    ? "**the database is in memory: durability costs nothing here**"
    : `8 KiB made durable in ${number(machine.fdatasyncMs, 2)} ms`;
  return `# Countersign bench

- ${cpu}, ${cores} cores, ${memoryGiB} GiB, ${system}; load average ${number(loadAverage, 2)} at the start
- Node ${node}, PostgreSQL ${database.version} with fsync; ${durable}
- callers speak MCP ${options.protocol}; ${places}
- median [lowest..highest] over rounds; ratios are taken inside a round; CPU is per call; *foreign cores* is what other
  programs used meanwhile`;
}
