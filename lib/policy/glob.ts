/**
 * Whether `text` matches `glob`, where `*` stands for any run of characters and everything else for itself
 * (case-sensitive, as tool names are). Linear in practice and never a regular expression.
 */
export function matchesGlob(glob: string, text: string): boolean {
  let g = 0;
  let t = 0;
  let star = -1;
  let mark = 0;
  while (t < text.length) {
    if (g < glob.length && glob[g] === "*") {
      star = g;
      mark = t;
      g += 1;
    } else if (g < glob.length && glob[g] === text[t]) {
      g += 1;
      t += 1;
    } else if (star !== -1) {
      g = star + 1;
      mark += 1;
      t = mark;
    } else return false;
  }
  while (g < glob.length && glob[g] === "*") g += 1;
  return g === glob.length;
}
