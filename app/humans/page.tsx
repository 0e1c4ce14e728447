import { paths } from "@/lib/kernel/paths";
import { redirectToTenant } from "../to-tenant";

export default async function HumansPage() {
  return redirectToTenant("/humans", paths.humans);
}
