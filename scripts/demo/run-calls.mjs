// Lets the agents of the demo world act, as real MCP clients through the gateway: what is allowed, what is denied, what
// fails, and what never existed.
import { connectV1, connectV2 } from "./mcp-clients.mjs";

/**
 * One agent's morning, server by server. Gives back how many tool calls were sent.
 * `isCutOff` = the agent was disconnected, and shows that the gate is closed.
 */
export async function runInstance({ baseUrl, tenant, instance, token, isCutOff = false }) {
  let sent = 0;
  for (const [server, calls] of Object.entries(instance.calls)) {
    const isImported = tenant.servers.some(({ key }) => key === server);
    const url = `${baseUrl}/mcp/${tenant.slug}/${server}`;
    sent += await runCalls({ url, token, client: instance.client, calls, mayBeRefused: isCutOff || !isImported });
  }
  return sent;
}

async function runCalls({ url, token, client, calls, mayBeRefused }) {
  let connection;
  try {
    connection = await connect(url, token, client);
  } catch (error) {
    if (mayBeRefused) return 0;
    throw new Error(`${client.who.name} could not connect to ${new URL(url).pathname}: ${error.message}`);
  }
  try {
    await connection.client.listTools();
    for (const [name, args] of calls) {
      // A denial arrives as a result that says so, an unknown tool as an exception. Both are the point of the demo.
      await callTool(connection.client, client.sdk, { name, arguments: args }).catch(() => {});
    }
    return calls.length;
  } finally {
    await connection.close().catch(() => {});
  }
}

function connect(url, token, { sdk, who: { userAgent, ...identity } }) {
  const who = { ...identity, headers: { "user-agent": userAgent } };
  return sdk === "v1" ? connectV1(url, token, who) : connectV2(url, token, sdk, who);
}

function callTool(client, sdk, call) {
  const options = { timeout: 10_000 };
  // The 1.x SDK takes a result schema in between.
  return sdk === "v1" ? client.callTool(call, undefined, options) : client.callTool(call, options);
}
