import { nearest } from "../nearest";
import { functions, methods, quantifiers } from "./notation";
import { quoteShort } from "./quote";

const functionNames = Object.values(functions);
const quantifierNames = Object.values(quantifiers);

/** What to say of `field.name(…)` where there is no such method. */
export function noMethod(name: string): string {
  if (name === functions.size || name === functions.exists) return `Write the field inside: ${name}(args.…).`;
  return unknown(name, [...methods.keys(), ...quantifierNames]);
}

/** What to say of `name(…)` where there is no such function. */
export function noFunction(name: string): string {
  const isMethod = methods.has(name) || quantifierNames.some((one) => one === name);
  return isMethod ? `Write the field first: args.….${name}(…).` : unknown(name, functionNames);
}

function unknown(name: string, known: readonly string[]): string {
  const meant = nearest(name, known);
  const instead = meant === undefined ? `there are ${known.join(", ")}.` : `did you mean "${meant}"?`;
  return `There is no function ${quoteShort(name)}; ${instead}`;
}
