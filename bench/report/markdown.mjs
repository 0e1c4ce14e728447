/** Numbers and tables as Markdown. */

/**
 * @param {string[]} heads
 * @param {string[][]} rows
 */
export function table(heads, rows) {
  const line = (cells) => `| ${cells.join(" | ")} |`;
  return [line(heads), line(heads.map(() => "---")), ...rows.map(line)].join("\n");
}

/** What was not measured is a dash, never a zero. */
export function number(value, digits = 0) {
  if (!Number.isFinite(value)) return "–";
  return value.toLocaleString("en-US", { minimumFractionDigits: digits, maximumFractionDigits: digits });
}

/** Median [lowest..highest], or the one value there is. */
export function range({ median, lowest, highest, count }, digits = 0, sign = "") {
  if (count === 0) return "–";
  const show = (value) => (value >= 0 ? sign : "") + number(value, digits);
  return count === 1 ? show(median) : `${show(median)} [${show(lowest)}..${show(highest)}]`;
}
