import { conflict, type HouseError } from "@/lib/kernel/errors";

/** Most views that one owner may have. */
export const viewsMax = 100;

/** What is said when the owner has a view of this name already, by the index that says so. */
export const nameTaken = (name: string): Record<string, HouseError> => ({
  saved_view_tenant_no_owner_name_key: conflict(`You have a view called "${name}" already.`, "name"),
});
