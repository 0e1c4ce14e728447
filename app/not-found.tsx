import { CenteredPage } from "@/components/shell/centered-page";
import { ButtonLink } from "@/components/ui/button-link";
import { paths } from "@/lib/kernel/paths";

export const metadata = { title: "Not found" };

export default function NotFound() {
  return (
    <CenteredPage title="There is nothing here" description="The address may be mistyped, or what it named is gone.">
      <ButtonLink href={paths.home()} variant="primary" size="lg" className="w-full">
        Go to the start
      </ButtonLink>
    </CenteredPage>
  );
}
