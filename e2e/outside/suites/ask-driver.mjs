// What the conformance suite runs as "the client", once for each scenario: it hands the scenario on to whoever holds the gateway
// (the URL is the first argument, the scenario's server the last) and ends as that ends.
const [driver, server] = process.argv.slice(2);
const { MCP_CONFORMANCE_SCENARIO, MCP_CONFORMANCE_PROTOCOL_VERSION, MCP_CONFORMANCE_CONTEXT = "{}" } = process.env;
const answer = await fetch(driver, {
  method: "POST",
  body: JSON.stringify({
    scenario: MCP_CONFORMANCE_SCENARIO,
    revision: MCP_CONFORMANCE_PROTOCOL_VERSION,
    context: JSON.parse(MCP_CONFORMANCE_CONTEXT),
    url: server,
  }),
});
console.log(await answer.text());
process.exitCode = answer.ok ? 0 : 1;
