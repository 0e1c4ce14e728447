import "server-only";
import { z } from "zod";
import { family } from "./operation";

const { get } = family("Connections");

const ListConnectionsQuery = z.strictObject({
  limit: z.coerce.number().int().min(1).max(200).optional(),
  cursor: z.string().min(1).max(500).optional(),
});

export const connections = {
  listConnections: get("connections", {
    summary: "List humans' connections to upstream servers",
    may: "connections:read",
    query: ListConnectionsQuery,
    answer: "A page of connections: their states, never their credentials.",
    // Nothing makes a connection yet, so there is none to list.
    run: async () => ({ items: [], nextCursor: null }),
  }),
};
