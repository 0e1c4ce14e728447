import { paths } from "@/lib/kernel/paths";
import { redirectToTenant } from "../to-tenant";

/** The log of the environment that was looked at last, with the query that was asked: links of the docs lead here. */
export default async function AuditPage({ searchParams }: PageProps<"/audit">) {
  const query = new URLSearchParams();
  for (const [name, values] of Object.entries(await searchParams))
    for (const value of [values ?? []].flat()) query.append(name, value);
  return redirectToTenant(paths.anyAudit(query.toString()), (tenant) => paths.audit(tenant, query.toString()));
}
