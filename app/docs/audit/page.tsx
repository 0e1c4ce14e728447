import { Contents, DocPage } from "@/components/docs/doc-page";
import { paths } from "@/lib/kernel/paths";
import { Decisions } from "./_parts/decisions";
import { Entry } from "./_parts/entry";
import { Finding } from "./_parts/finding";
import { Keeping } from "./_parts/keeping";
import { Overview } from "./_parts/overview";
import { Scenarios, scenarioPlaces } from "./_parts/scenarios";
import { Where } from "./_parts/where";

export const metadata = { title: "The audit log" };

const places = [
  { id: "where", label: "Where the log lives" },
  { id: "what", label: "What is logged" },
  { id: "entry", label: "What an entry holds" },
  { id: "decisions", label: "How a decision reads" },
  { id: "denials", label: "Why a call was denied" },
  { id: "buckets", label: "Three buckets of tools" },
  { id: "finding", label: "Finding events" },
  { id: "overview", label: "The overview" },
  { id: "scenarios", label: "Common questions" },
  ...scenarioPlaces,
  { id: "export", label: "Export and API" },
  { id: "keeping", label: "What is kept, how long" },
  { id: "erasing", label: "Erasing personal data" },
];

export default function AuditGuidePage() {
  return (
    <DocPage
      title="The audit log"
      description="Every action that passes through the gateway is written down before anybody hears of it: what happened, when, who was involved, under whose authority, and why it was allowed or denied. There is nothing to switch on, and nothing is sampled."
      crumbs={[{ label: "Docs", href: paths.docs() }]}
      places={places}
    >
      <Contents places={places} />
      <Where />
      <Entry />
      <Decisions />
      <Finding />
      <Overview />
      <Scenarios />
      <Keeping />
    </DocPage>
  );
}
