/** Words in the name of a parameter that decides where something goes, what is run, or how much. */
const sensitive: ReadonlySet<string> = new Set(
  (
    "url uri link endpoint webhook callback host domain address email recipient recipients to cc bcc destination target " +
    "command cmd shell script code eval exec query sql path file filepath filename folder directory amount price total " +
    "account iban password secret token key credentials headers env"
  ).split(" "),
);

/** Whether a parameter's name says that its value matters more than others. */
export const isSensitive = (name: string): boolean =>
  name
    .slice(0, 100)
    .replace(/([a-z0-9])([A-Z])/g, "$1 $2")
    .toLowerCase()
    .split(/[^a-z0-9]+/)
    .some((word) => sensitive.has(word));
