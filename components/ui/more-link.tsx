import { ButtonLink } from "./button-link";

/** The next page of a list as a plain link: works everywhere, and the back button knows the way. */
export function MoreLink({ href, children = "Load more" }: { href: string; children?: string | undefined }) {
  return (
    <div className="flex justify-center p-3">
      <ButtonLink href={href} size="sm" rel="next">
        {children}
      </ButtonLink>
    </div>
  );
}
