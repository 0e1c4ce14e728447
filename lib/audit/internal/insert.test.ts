import { expect, test } from "@playwright/test";
import { termValues } from "./insert";

test("a word that an event has twice is written once; of two events, and in two words, each is written", () => {
  const term = (word: string, id: string, tenant_no = 1) => ({ tenant_no, word, id });
  const terms = [term("7", "a"), term("7", "a"), term("-7", "a"), term("7", "b", 2), term("7", "a")];
  expect(termValues(terms)).toEqual(["{1,1,2}", "{7,-7,7}", "{a,a,b}"]);
});
