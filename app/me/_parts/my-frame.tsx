import type { ReactNode } from "react";
import { AccountShell } from "@/components/shell/account-shell";
import { PagePending } from "@/components/shell/page-pending";
import { Tabs } from "@/components/ui/tabs";
import type { CurrentUser } from "@/lib/console/session";
import { paths } from "@/lib/kernel/paths";
import { signOutAction } from "../../(account)/actions";

/** The frame of every page of one's own. `tab`: which of the two top pages it is; none on the pages below them. */
export function MyFrame({
  user,
  tab,
  header,
  children,
}: {
  user: CurrentUser;
  tab?: "agents" | "sessions" | undefined;
  header: ReactNode;
  children: ReactNode;
}) {
  return (
    <AccountShell user={{ name: user.name, email: user.email }} signOut={{ action: signOutAction }}>
      <PagePending>
        {header}
        {tab !== undefined && (
          <Tabs
            label="Your own pages"
            tabs={[
              { href: paths.me(), label: "Agents", current: tab === "agents" },
              { href: paths.mySessions(), label: "Sessions", current: tab === "sessions" },
            ]}
          />
        )}
        <div className="[&_p_button]:my-0 [&_summary]:min-h-6">{children}</div>
      </PagePending>
    </AccountShell>
  );
}
