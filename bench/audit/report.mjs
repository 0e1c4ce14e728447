/** The figures of `bench:audit` as tables. Figures of the first log are what the others are held against. */
import { number, table } from "../report/markdown.mjs";

const count = (total) => number(total);

/** Rows a second of the least program that does the same kind of thing, measured in the same run; NaN where there is none. */
const floorOf = (flows, name) =>
  flows.find((flow) => flow.name === `${name.split(" ")[0]}, floor`)?.perSecond ?? Number.NaN;

/** @returns {{ text: string, broken: boolean }} `broken`: a plan that must not be, or a log that does not verify */
export function report(logs) {
  const [small] = logs;
  const large = logs.at(-1);
  const broken = logs.some(({ queries, verified }) => !verified.ok || queries.some(({ blamed }) => blamed.length > 0));
  const parts = [
    `## One page of 50, in the database (ms: running, planning; pages read)`,
    table(
      ["question", ...logs.flatMap(({ total }) => [`${count(total)}: ms`, "plan", "pages"]), "ratio", "goal", ""],
      large.queries.map((query, i) => {
        const ratio = query.databaseMs / (small.queries[i]?.databaseMs ?? Number.NaN);
        const met = query.databaseMs <= query.goalMs;
        return [
          query.name,
          ...logs.flatMap((log) => [
            number(log.queries[i].databaseMs, 2),
            number(log.queries[i].planningMs, 2),
            number(log.queries[i].buffers),
          ]),
          number(ratio, 1),
          `≤ ${query.goalMs}`,
          [met ? "met" : "missed", ...query.blamed].join(", "),
        ];
      }),
    ),
    `## Summaries (ms, as the product asks)`,
    table(
      ["", ...logs.map(({ total }) => count(total))],
      large.summaries.map(({ name }, i) => [name, ...logs.map((log) => number(log.summaries[i].ms, 1))]),
    ),
    `## Over HTTP (ms, median of 25)`,
    table(
      ["", ...logs.map(({ total }) => count(total))],
      large.http.map(({ name }, i) => [name, ...logs.map((log) => number(log.http[i].ms, 1))]),
    ),
    `## Writing, sealing, verifying, exporting`,
    table(
      ["", ...logs.flatMap(({ total }) => [`${count(total)}: rows/s`, "database µs", "own µs", "of the floor", "MiB"])],
      large.flows.map(({ name }, i) => [
        name,
        ...logs.flatMap((log) => {
          const flow = log.flows[i];
          return [
            number(flow.perSecond),
            number(flow.databaseUs, 1),
            number(flow.ownUs, 1),
            number(flow.perSecond / floorOf(log.flows, name), 2),
            number(flow.rssMiB ?? Number.NaN),
          ];
        }),
      ]),
    ),
    ...logs
      .filter(({ verified }) => !verified.ok)
      .map(
        ({ total, verified }) =>
          `**Broken**: the log of ${count(total)} does not verify: ${JSON.stringify(verified.problems)}`,
      ),
  ];
  return { text: parts.join("\n\n"), broken };
}
