import { paths } from "@/lib/kernel/paths";
import { redirectToTenant } from "./to-tenant";

export default async function HomePage() {
  return redirectToTenant(paths.home(), paths.overview);
}
