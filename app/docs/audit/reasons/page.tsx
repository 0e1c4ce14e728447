import { Contents, DocPage } from "@/components/docs/doc-page";
import { Code, DocSection } from "@/components/docs/doc-section";
import { DocTable } from "@/components/docs/doc-table";
import { TextLink } from "@/components/ui/text-link";
import { decisionReasons, errorTypes, limitReasons, type Reason, refusalReasons } from "@/lib/audit/catalog/reasons";
import { paths } from "@/lib/kernel/paths";
import { builtinPolicies } from "@/lib/policy/decision";
import { limitsPolicy } from "@/lib/registry/limits/limits-policy";

export const metadata = { title: "Reason codes" };

const places = [
  { id: "decisions", label: "Decisions" },
  { id: "limits", label: "Limits" },
  { id: "refusals", label: "Refusals" },
  { id: "error-types", label: "Error types" },
  { id: "built-in", label: "Built-in policies" },
];

export default function ReasonsPage() {
  return (
    <DocPage
      title="Reason codes"
      description="A reason is a stable code for programs and a sentence for people. The sentence may be worded better one day; the code stays."
      crumbs={[
        { label: "Docs", href: paths.docs() },
        { label: "The audit log", href: paths.docsAudit() },
      ]}
      places={places}
    >
      <Contents places={places} />
      <DocSection id="decisions" title="Decisions">
        <p className="text-fg-muted">
          <Code>reason.code</Code> of a tool call: why it was decided as it was. A denied call carries one of these in{" "}
          <TextLink href={paths.docsEvent("gateway.tool.error")}>gateway.tool.error</TextLink>.
        </p>
        <Reasons label="Reasons of decisions" reasons={decisionReasons} filter="reason" />
      </DocSection>
      <DocSection id="limits" title="Limits">
        <p className="text-fg-muted">
          <Code>reason.code</Code> of a tool call that policies allowed and a limit refused:{" "}
          <TextLink href={paths.docsEvent("gateway.tool.error")}>gateway.tool.error</TextLink>.
        </p>
        <Reasons label="Reasons of limits" reasons={limitReasons} filter="reason" />
      </DocSection>
      <DocSection id="refusals" title="Refusals">
        <p className="text-fg-muted">
          <Code>reason.code</Code> where somebody was not let in, or a request went no further:{" "}
          <TextLink href={paths.docsEvent("auth.refused")}>auth.refused</TextLink>,{" "}
          <TextLink href={paths.docsEvent("gateway.request.refused")}>gateway.request.refused</TextLink> and{" "}
          <TextLink href={paths.docsEvent("session.refused")}>session.refused</TextLink>.
        </p>
        <Reasons label="Reasons of refusals" reasons={refusalReasons} filter="reason" />
      </DocSection>
      <DocSection id="error-types" title="Error types">
        <p className="text-fg-muted">
          <Code>error.type</Code> of a tool call that was denied or failed.
        </p>
        <DocTable
          label="Error types"
          columns={["Type", "What it means"]}
          rows={Object.entries(errorTypes).map(([type, meaning]) => ({
            key: type,
            cells: [<Code key="type">{type}</Code>, meaning],
          }))}
        />
      </DocSection>
      <DocSection id="built-in" title="Built-in policies">
        <p className="text-fg-muted">
          A denial always names a policy. Where one of the gates denied that no policy can lift, it is one of these.
        </p>
        <DocTable
          label="Built-in policies"
          columns={["Id", "Name", "What it says"]}
          rows={[...Object.values(builtinPolicies), limitsPolicy].map(({ id, name, description }) => ({
            key: id,
            cells: [<Code key="id">{id}</Code>, name, description],
          }))}
        />
      </DocSection>
    </DocPage>
  );
}

function Reasons({
  label,
  reasons,
  filter,
}: {
  label: string;
  reasons: Readonly<Record<string, Reason>>;
  filter: string;
}) {
  return (
    <DocTable
      label={label}
      columns={["Code", "What it means", "What to do"]}
      rows={Object.entries(reasons).map(([code, { label: name, meaning, todo }]) => ({
        key: code,
        cells: [
          <div key="code" id={code} className="grid scroll-mt-16 justify-items-start gap-1">
            <span className="font-medium">{name}</span>
            <Code>{code}</Code>
            <TextLink href={paths.anyAudit(`${filter}=${code}`)} prefetch={false} className="text-fg-muted text-xs">
              Show<span className="sr-only"> {name} in the audit log</span>
            </TextLink>
          </div>,
          meaning,
          todo,
        ],
      }))}
    />
  );
}
