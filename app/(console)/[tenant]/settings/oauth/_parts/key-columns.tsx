import { tableColumns } from "@/components/table/table-columns";
import type { SigningKeyView } from "@/lib/oauth/keys/list-signing-keys";

const column = tableColumns<SigningKeyView>();

export const signingKeyColumns = [
  column.custom({
    id: "kid",
    header: "Key id",
    isRowHeader: true,
    cell: ({ kid }) => <span className="font-mono text-xs [overflow-wrap:anywhere]">{kid}</span>,
  }),
  column.badge({
    id: "state",
    header: "State",
    value: ({ current, published }) =>
      current
        ? { text: "Signs now", tone: "success", icon: "circle-check" }
        : { text: published ? "Still published" : "Gone", icon: published ? "clock" : "minus" },
  }),
  column.time({ id: "created", header: "Made", value: ({ createdAt }) => createdAt }),
  column.time({
    id: "retired",
    header: "Replaced",
    wideOnly: true,
    value: ({ retiredAt }) => retiredAt,
    never: "never",
  }),
];
