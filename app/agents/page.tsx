import { paths } from "@/lib/kernel/paths";
import { redirectToTenant } from "../to-tenant";

export default async function AgentsPage() {
  return redirectToTenant("/agents", paths.agents);
}
