import { ButtonLink } from "@/components/ui/button-link";
import { Card } from "@/components/ui/card";
import { EmptyState } from "@/components/ui/empty-state";
import { paths } from "@/lib/kernel/paths";

export function NobodyYet({ tenant }: { tenant: string }) {
  return (
    <Card flush>
      <EmptyState
        icon="humans"
        title="An agent acts for somebody"
        actions={
          <ButtonLink href={paths.humans(tenant)} variant="primary">
            Add a human
          </ButtonLink>
        }
      >
        Add the human first, and grant a ceiling on a server. Then connect their agent here.
      </EmptyState>
    </Card>
  );
}
