import { ButtonLink } from "@/components/ui/button-link";
import { EmptyState } from "@/components/ui/empty-state";
import { paths } from "@/lib/kernel/paths";

/** Inside the shell for a member, bare for anybody else: both read the same, so it tells nothing about what exists. */
export function NothingHere() {
  return (
    <div className="grid min-h-[70dvh] content-center">
      <h1 className="sr-only">Not found</h1>
      <EmptyState
        icon="search"
        title="There is nothing here"
        actions={<ButtonLink href={paths.home()}>Go to the start</ButtonLink>}
      >
        It may have been deleted, it may belong to another environment, or your role may not include it.
      </EmptyState>
    </div>
  );
}
