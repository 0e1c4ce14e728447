// The demo world and the tests meet the gateway through the same real clients.
export { connectV1, connectV2 } from "../../scripts/demo/mcp-clients.mjs";
