import "server-only";
import { disconnectConnection } from "@/lib/connections/disconnect-connection";
import { ListConnectionsInput, listConnections } from "@/lib/registry/connections/list-connections";
import { family } from "./operation";

const { get, del } = family("Connections");

export const connections = {
  listConnections: get("connections", {
    summary: "List humans' connections to upstream servers",
    may: "connections:read",
    query: ListConnectionsInput,
    answer: "A page of connections, the newest first: their states, never their credentials.",
    run: (ctx, { query }) => listConnections(ctx, query),
  }),
  deleteConnection: del("connections/{id}", {
    summary: "Disconnect a human from a server",
    description:
      "The tokens are voided at the authorization server where it offers that, and deleted here. The human may connect anew.",
    may: "connections:write",
    reachesUpstream: true,
    answer: "Nothing.",
    run: (ctx, { params }) => disconnectConnection(ctx, params.id),
  }),
};
