import { Dialog } from "@/components/ui/dialog";
import { DialogTrigger } from "@/components/ui/dialog-trigger";
import { DropdownMenu } from "@/components/ui/dropdown-menu";
import { MenuLabel, MenuLink, MenuSeparator } from "@/components/ui/menu-items";
import type { Ctx } from "@/lib/kernel/ctx";
import { paths } from "@/lib/kernel/paths";
import { hasScope } from "@/lib/kernel/scope";
import type { SavedViewView } from "@/lib/registry/views/saved-view";
import { changeViewAction, deleteViewAction, saveViewAction } from "./actions";
import { SaveView } from "./save-view";
import { ViewList } from "./view-list";

const dialog = "views";

/** Searches that somebody gave a name: one's own, and those that everybody has. They open in the whole log. */
export function Views({ ctx, views, query }: { ctx: Ctx; views: readonly SavedViewView[]; query: string }) {
  const { slug } = ctx.tenant;
  const mayShare = hasScope(ctx.scopes, "tenant:write");
  const present = sorted(query);
  const editable = views.filter(({ shared, own }) => (shared ? mayShare : own));
  const group = (title: string, of: readonly SavedViewView[]) =>
    of.length > 0 && (
      <>
        <MenuLabel>{title}</MenuLabel>
        {of.map((view) => (
          <MenuLink key={view.id} href={paths.audit(slug, view.query)} current={sorted(view.query) === present}>
            {view.name}
          </MenuLink>
        ))}
      </>
    );
  return (
    <>
      <DropdownMenu label="Views" trigger="Views" variant="secondary" className="max-w-80 min-w-56">
        {group(
          "Mine",
          views.filter(({ shared }) => !shared),
        )}
        {group(
          "Shared",
          views.filter(({ shared }) => shared),
        )}
        {views.length === 0 && <p className="px-2 py-1.5 text-fg-muted">No views yet.</p>}
        <MenuSeparator />
        <DialogTrigger dialog={dialog} variant="ghost" size="sm" className="w-full">
          Save or change views…
        </DialogTrigger>
      </DropdownMenu>
      <Dialog id={dialog} title="Views" description="A view keeps the filters of a search under a name.">
        <SaveView action={saveViewAction.bind(null, slug)} query={query} mayShare={mayShare} />
        <ViewList
          change={changeViewAction.bind(null, slug)}
          remove={deleteViewAction.bind(null, slug)}
          views={editable}
          mayShare={mayShare}
        />
      </Dialog>
    </>
  );
}

/** The same search is the same view, in whatever order its parts stand. */
function sorted(query: string): string {
  const params = new URLSearchParams(query);
  return [...params]
    .map(([name, value]) => `${name}=${value}`)
    .sort()
    .join("&");
}
