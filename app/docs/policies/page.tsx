import { Contents, DocPage } from "@/components/docs/doc-page";
import { paths } from "@/lib/kernel/paths";
import { Language } from "./_parts/language";
import { Rules } from "./_parts/rules";
import { Trying } from "./_parts/trying";

export const metadata = { title: "Policies" };

const places = [
  { id: "rule", label: "What a policy says" },
  { id: "scope", label: "Scope" },
  { id: "combine", label: "How policies combine" },
  { id: "statuses", label: "Statuses" },
  { id: "conditions", label: "Conditions" },
  { id: "operators", label: "Operators" },
  { id: "functions", label: "Functions" },
  { id: "attributes", label: "Attributes" },
  { id: "missing", label: "What is missing" },
  { id: "limits", label: "Bounds" },
  { id: "examples", label: "Examples" },
  { id: "check", label: "The check" },
  { id: "tests", label: "Tests" },
  { id: "trying", label: "Before it counts" },
  { id: "versions", label: "Versions" },
];

export default function PoliciesPage() {
  return (
    <DocPage
      title="Policies"
      description="Trust says how far an agent may go. Policies say what it may do within that: by server, tool, human and agent, and by the arguments of the very call."
      crumbs={[{ label: "Docs", href: paths.docs() }]}
      places={places}
    >
      <Contents places={places} />
      <Rules />
      <Language />
      <Trying />
    </DocPage>
  );
}
