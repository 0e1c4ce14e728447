import { PageHeader } from "@/components/shell/page-header";
import { page } from "@/lib/console/page";
import { requireMember } from "@/lib/console/require-member";
import { paths } from "@/lib/kernel/paths";
import type { ConsoleProps } from "../../_parts/console-props";
import { importServerAction } from "../actions";
import { ImportForm } from "./_parts/import-form";

export const metadata = { title: "Import a server" };

export default page(async ({ params }: ConsoleProps) => {
  const { tenant } = await params;
  await requireMember(tenant, "servers:write", paths.newServer(tenant));
  return (
    <div className="mx-auto max-w-2xl">
      <PageHeader
        crumbs={[{ label: "Servers", href: paths.servers(tenant) }]}
        title="Import a server"
        description="Countersign connects to it now, reads its tools, and suggests a level for each. Nobody may use it before a ceiling is granted."
      />
      <ImportForm action={importServerAction.bind(null, tenant)} tenant={tenant} />
    </div>
  );
});
