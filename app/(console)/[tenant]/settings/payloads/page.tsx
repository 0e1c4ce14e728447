import { ButtonLink } from "@/components/ui/button-link";
import { TextLink } from "@/components/ui/text-link";
import { builtinRule } from "@/lib/audit/payload/rules";
import { page } from "@/lib/console/page";
import { requireMember } from "@/lib/console/require-member";
import { paths } from "@/lib/kernel/paths";
import { hasScope } from "@/lib/kernel/scope";
import { listPayloadRules } from "@/lib/registry/payload-rules/list-payload-rules";
import type { ConsoleProps } from "../../_parts/console-props";
import { saveRecordingAction } from "../../_parts/recording/actions";
import { RecordingForm } from "../../_parts/recording/recording-form";
import { RulesElsewhere } from "../../_parts/recording/rules-elsewhere";
import { SettingsTabs } from "../_parts/settings-tabs";

export const metadata = { title: "Recording" };

/** What is kept of calls unless a server or a tool says otherwise. */
export default page(async ({ params }: ConsoleProps) => {
  const { tenant } = await params;
  const ctx = await requireMember(tenant, "tenant:read", paths.recording(tenant));
  const { items } = await listPayloadRules(ctx, { limit: 200 });
  const own = items.find(({ server }) => server === null);
  const elsewhere = items.filter(({ server }) => server !== null);
  return (
    <>
      <SettingsTabs ctx={ctx} tab="recording" />
      <div className="grid max-w-3xl gap-4 pt-4">
        <p className="text-fg-muted">
          Every call is in the log, whatever is chosen here: who, what, the decision and how it ended. This is about
          what is stored beside it of the arguments that were sent and of the results that came back. It is sealed, kept
          for a time, and shown to auditors and owners only. An owner can erase it on the page of an event, or of a
          human for all of their calls.{" "}
          <TextLink href={`${paths.docsAudit()}#erasing`} prefetch={false}>
            What erasing takes and leaves
          </TextLink>
        </p>
        <RecordingForm
          action={saveRecordingAction.bind(null, tenant)}
          place={{}}
          rule={own ?? { arguments: null, results: null, paths: [] }}
          above={builtinRule}
          mayWrite={hasScope(ctx.scopes, "tenant:write")}
        />
        <RulesElsewhere
          tenant={tenant}
          title="Servers and tools with rules of their own"
          rules={elsewhere}
          empty={
            <>
              None. A server has its rules in its tab <em>Recording</em>.{" "}
              <ButtonLink href={paths.servers(tenant)} size="sm">
                Servers
              </ButtonLink>
            </>
          }
        />
      </div>
    </>
  );
});
