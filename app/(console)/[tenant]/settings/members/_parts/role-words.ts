import type { Role } from "@/lib/kernel/scope";

export const roleWords: Record<Role, { word: string; means: string }> = {
  owner: { word: "Owner", means: "Everything, members included." },
  admin: { word: "Admin", means: "Changes everything but members; does not read stored arguments." },
  auditor: { word: "Auditor", means: "Reads everything, stored arguments included; changes nothing." },
  viewer: { word: "Viewer", means: "Reads everything but stored arguments and API keys; changes nothing." },
};

export const roleOptions = (Object.keys(roleWords) as Role[]) // safe because these are the keys of a Record of Role
  .map((role) => ({ value: role, label: roleWords[role].word }));
