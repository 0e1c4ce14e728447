import { counted, shown } from "../schema/validate";

const valuesListedMax = 6;

/** Values one after the other, the first few of many. */
export const inARow = (values: readonly unknown[]): string => {
  const more = values.length - valuesListedMax;
  const some = values.slice(0, valuesListedMax).map(shown).join(", ");
  return more > 0 ? `${some} or ${counted(more, "other", "others")}` : some;
};
