/** Longer names are not compared: nobody mistypes one by a slip or two. */
const lengthMax = 60;

/** What was probably meant: the same but for upper and lower case, or a few slips away (`slipsMax`; fewer for short names). */
export function nearest(written: string, names: Iterable<string>, slipsMax = 2): string | undefined {
  if (written.length > lengthMax) return undefined;
  const most = Math.min(slipsMax, Math.max(1, written.length >> 1));
  let best: { name: string; slips: number } | undefined;
  for (const name of names) {
    if (Math.abs(name.length - written.length) > most || name.length > lengthMax) continue;
    const slips = slipsBetween(written.toLowerCase(), name.toLowerCase());
    if (slips <= most && (best === undefined || slips < best.slips)) best = { name, slips };
  }
  return best?.name;
}

/** Levenshtein distance: letters to add, drop or change. */
function slipsBetween(a: string, b: string): number {
  let row = Array.from({ length: b.length + 1 }, (_, i) => i);
  for (let i = 1; i <= a.length; i += 1) {
    const next = [i];
    for (let j = 1; j <= b.length; j += 1) {
      const changed = (row[j - 1] ?? 0) + (a[i - 1] === b[j - 1] ? 0 : 1);
      next.push(Math.min(changed, (row[j] ?? 0) + 1, (next[j - 1] ?? 0) + 1));
    }
    row = next;
  }
  return row[b.length] ?? 0;
}
