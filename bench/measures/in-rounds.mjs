/** A measure that puts the same load on several targets, in interleaved rounds, and reports one row for each. */
import { interleave } from "../lib/rounds.mjs";
import { table } from "../report/markdown.mjs";

/**
 * @param {object} measure
 * @param {string} measure.name
 * @param {string} measure.title
 * @param {string} [measure.note] one sentence under the title
 * @param {string[]} measure.targets
 * @param {{ rounds: number, seconds: number }} measure.full
 * @param {{ rounds: number, seconds: number }} measure.quick
 * @param {object} measure.load
 * @param {import("../report/columns.mjs").Column[]} measure.columns
 * @param {(samples: { [target: string]: object[] }) => string} [measure.footnote] one sentence below the table
 */
export function inRounds({ name, title, note, targets, full, quick, load, columns, footnote }) {
  return {
    name,
    title,
    /** @param {import("./bench.mjs").Bench} bench */
    async run(bench) {
      const { rounds, seconds } = bench.options.quick ? quick : full;
      const plan = { rounds: bench.options.rounds ?? rounds, seconds: bench.options.seconds ?? seconds };
      const measured = bench.only(targets);
      const samples = await interleave(measured, plan.rounds, (target) =>
        bench.measure(target, { warmSeconds: 0.3, ...load, seconds: plan.seconds }),
      );
      return { plan, samples, targets: measured.map(({ name, title }) => ({ name, title })) };
    },
    report({ plan, samples, targets }) {
      const rows = targets.map((target) => [target.title, ...columns.map(({ cell }) => cell(samples, target.name))]);
      const heading = `### ${title}\n\n${plan.rounds} × ${plan.seconds} s${note ? `. ${note}` : ""}`;
      const below = footnote ? `\n\n${footnote(samples)}` : "";
      return `${heading}\n\n${table(["", ...columns.map(({ head }) => head)], rows)}${below}`;
    },
  };
}
