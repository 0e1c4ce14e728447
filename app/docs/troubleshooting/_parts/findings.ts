import type { Finding } from "@/lib/oauth/onboarding/diagnosis";
import { refusalCodes, toRefusalFinding } from "@/lib/oauth/onboarding/refusals";
import { silences } from "@/lib/oauth/onboarding/silences";

export type DoctorRow = { id: string; title: string; what: string; todo: string };

const toRow = (id: string, { title, what, advice }: Finding): DoctorRow => ({
  id,
  title: toSentence(title),
  what: toSentence(what),
  todo: toSentence(advice.map(({ text }) => text).join(" ")),
});

/** The client stands in the place of a name, also where a sentence begins. */
const toSentence = (text: string): string => text.replace(/(^|[.:] )the client/g, "$1The client");

/** Nobody in particular: the words that every such attempt gets. */
const facts = { client: "the client", clientId: null, server: null, registered: [] };

/** Every finding of the connection doctor, in its own words: steps that were refused, and steps after which nothing came. */
export const doctorRows: readonly DoctorRow[] = unique([
  ...refusalCodes.map(({ step, code }) =>
    toRow(`${step}-${code}`, toRefusalFinding(facts, { step, code, at: "", ok: false })),
  ),
  ...Object.entries(silences).map(([step, { code, finding }]) => toRow(`${step}-${code}`, finding(facts))),
]);

/** Two steps may end in the same silence. */
function unique(rows: readonly DoctorRow[]): DoctorRow[] {
  return [...new Map(rows.map((row) => [`${row.title} ${row.what}`, row])).values()];
}
