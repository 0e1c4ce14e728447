import { Button } from "@/components/ui/button";
import { ButtonLink } from "@/components/ui/button-link";
import { Field } from "@/components/ui/field";
import { Select } from "@/components/ui/select";
import { builtinRule } from "@/lib/audit/payload/rules";
import { page } from "@/lib/console/page";
import { requireMember } from "@/lib/console/require-member";
import { notFound } from "@/lib/kernel/errors";
import { paths } from "@/lib/kernel/paths";
import { hasScope } from "@/lib/kernel/scope";
import { listPayloadRules } from "@/lib/registry/payload-rules/list-payload-rules";
import { getServer } from "@/lib/registry/servers/get-server";
import { listTools } from "@/lib/registry/servers/list-tools";
import { ActionButton } from "../../../_parts/action-button";
import { type ConsoleProps, oneOf } from "../../../_parts/console-props";
import { deleteRecordingAction, saveRecordingAction } from "../../../_parts/recording/actions";
import { RecordingForm } from "../../../_parts/recording/recording-form";
import { RulesElsewhere } from "../../../_parts/recording/rules-elsewhere";
import { titled } from "../../../_parts/titled";
import { ServerHeader } from "../_parts/server-header";

export const generateMetadata = titled("key", "Recording of ");

/** What is kept of the calls of one server, or of one of its tools (`?tool=…`). */
export default page(async ({ params, searchParams }: ConsoleProps<"key">) => {
  const { tenant, key } = await params;
  const path = paths.serverRecording(tenant, key);
  const ctx = await requireMember(tenant, "tenant:read", path);
  const [server, { items: rules }, { items: tools }] = await Promise.all([
    getServer(ctx, key),
    listPayloadRules(ctx, { server: key, limit: 200 }),
    listTools(ctx, key),
  ]);
  const tool = oneOf(await searchParams, "tool") || undefined;
  const named = tool === undefined ? undefined : tools.find(({ name, slug }) => name === tool || slug === tool);
  if (tool !== undefined && !named) throw notFound(`The tool "${tool}"`);
  const ruleOf = (at: string | null, name: string | null) =>
    rules.find((rule) => rule.server === at && rule.tool === name);
  const own = ruleOf(key, named?.name ?? null);
  const levels = [...(named ? [ruleOf(key, null)] : []), ruleOf(null, null)];
  const above = {
    arguments: levels.map((rule) => rule?.arguments).find((action) => action != null) ?? builtinRule.arguments,
    results: levels.map((rule) => rule?.results).find((action) => action != null) ?? builtinRule.results,
  };
  const place = { server: key, ...(named && { tool: named.name }) };
  const mayWrite = hasScope(ctx.scopes, "tenant:write");
  return (
    <>
      <ServerHeader ctx={ctx} server={server} tab="recording" />
      <div className="grid max-w-3xl gap-4 pt-4">
        <form action={path} className="flex flex-wrap items-end gap-2">
          <Field label="Rules of" className="min-w-0 flex-1 basis-60">
            {(control) => (
              <Select
                key={named?.name ?? ""}
                name="tool"
                defaultValue={named?.name ?? ""}
                placeholder={`The server ${server.name}`}
                options={tools.map(({ name }) => ({
                  value: name,
                  label: ruleOf(key, name) ? `${name} (has rules)` : name,
                }))}
                {...control}
              />
            )}
          </Field>
          <Button type="submit">Show</Button>
        </form>
        <RecordingForm
          key={named?.name ?? ""}
          action={saveRecordingAction.bind(null, tenant)}
          place={place}
          rule={own ?? { arguments: null, results: null, paths: [] }}
          above={above}
          mayWrite={mayWrite}
        />
        {own && mayWrite && (
          <ActionButton
            action={deleteRecordingAction.bind(null, tenant)}
            fields={place}
            icon="trash"
            variant="danger-quiet"
            done="Taken back. What is said above holds again."
          >
            Take these rules back
          </ActionButton>
        )}
        <RulesElsewhere
          tenant={tenant}
          title="Rules of this server and its tools"
          rules={rules.filter((rule) => rule.server !== null)}
          empty={
            <>
              None: what is said in the environment holds.{" "}
              <ButtonLink href={paths.recording(tenant)} size="sm">
                Recording of the environment
              </ButtonLink>
            </>
          }
        />
      </div>
    </>
  );
});
