import { paths } from "@/lib/kernel/paths";
import { redirectToTenant } from "../to-tenant";

export default async function AuditPage() {
  return redirectToTenant("/audit", (tenant) => paths.audit(tenant));
}
