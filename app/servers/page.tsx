import { paths } from "@/lib/kernel/paths";
import { redirectToTenant } from "../to-tenant";

export default async function ServersPage() {
  return redirectToTenant("/servers", paths.servers);
}
