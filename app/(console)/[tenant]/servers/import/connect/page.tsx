import { PageHeader } from "@/components/shell/page-header";
import { Notice } from "@/components/ui/notice";
import { TextLink } from "@/components/ui/text-link";
import { page } from "@/lib/console/page";
import { requireMember } from "@/lib/console/require-member";
import { paths } from "@/lib/kernel/paths";
import { knownServers } from "@/lib/registry/servers/known-servers";
import { suggestNames } from "@/lib/registry/servers/suggest-names";
import { type ConsoleProps, oneOf } from "../../../_parts/console-props";
import { connectTo } from "../../_parts/server-paths";
import { importServerAction } from "../../actions";
import { ImportForm } from "../_parts/import-form";
import { ImportSteps } from "../_parts/import-steps";

export const metadata = { title: "Import a server" };

/** Step 2: how to speak to it. */
export default page(async ({ params, searchParams }: ConsoleProps) => {
  const { tenant } = await params;
  const query = await searchParams;
  const [known, url] = [oneOf(query, "known"), oneOf(query, "url") ?? ""];
  await requireMember(tenant, "servers:write", connectTo(tenant, known === undefined ? { url } : { known }));
  const chosen = knownServers.find(({ key }) => key === known);
  const begin = chosen ?? { ...suggestNames(url), url, auth: "none", description: "" };
  return (
    <div className="mx-auto grid max-w-2xl gap-4">
      <PageHeader
        crumbs={[
          { label: "Servers", href: paths.servers(tenant) },
          { label: "Import a server", href: paths.newServer(tenant) },
        ]}
        title={chosen ? `Connect ${chosen.name}` : "Connect the server"}
        description="Its tools are read as soon as it answers. Nothing is stored of a server that cannot be reached."
      />
      <ImportSteps current={1} />
      {chosen && (
        <Notice title={`${chosen.name} publishes this address`}>
          {chosen.before !== undefined && `${chosen.before} `}
          <TextLink href={chosen.docs}>What {chosen.name} says of it</TextLink>
        </Notice>
      )}
      <ImportForm action={importServerAction.bind(null, tenant)} tenant={tenant} begin={begin} />
    </div>
  );
});
