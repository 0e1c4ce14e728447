import * as oauth from "oauth4webapi";
import { paths } from "@/lib/kernel/paths";
import { rawAgent } from "../support/raw-agent";
import { expect, redirectUri, test } from "./agent-scene";

const insecure = { [oauth.allowInsecureRequests]: true };

/** The two kinds of address that a client can be given. */
const addresses = { "one server": "echo", "all servers": "fixture__echo" };

for (const [address, echo] of Object.entries(addresses))
  test(`a client that knows the standards and nothing of us connects to ${address}, calls, refreshes and signs out`, async ({
    agentScene,
  }) => {
    const { human, world, consent } = agentScene;
    const whole = new URL(paths.mcp(world.tenant), world.baseUrl).href;
    const mcpUrl = address === "all servers" ? whole : agentScene.mcpUrl;

    const resource = new URL(mcpUrl);
    const found = await oauth.processResourceDiscoveryResponse(
      resource,
      await oauth.resourceDiscoveryRequest(resource, insecure),
    );
    const issuer = new URL(found.authorization_servers?.[0] ?? "");
    const server = await oauth.processDiscoveryResponse(
      issuer,
      await oauth.discoveryRequest(issuer, { ...insecure, algorithm: "oauth2" }),
    );
    const client = await oauth.processDynamicClientRegistrationResponse(
      await oauth.dynamicClientRegistrationRequest(
        server,
        { client_name: "Standard client", redirect_uris: [redirectUri], token_endpoint_auth_method: "none" },
        insecure,
      ),
    );

    const verifier = oauth.generateRandomCodeVerifier();
    const state = oauth.generateRandomState();
    const asked = new URL(server.authorization_endpoint ?? "");
    const query = {
      client_id: client.client_id,
      redirect_uri: redirectUri,
      response_type: "code",
      scope: "mcp",
      state,
    };
    const challenge = {
      code_challenge: await oauth.calculatePKCECodeChallenge(verifier),
      code_challenge_method: "S256",
    };
    for (const [name, value] of Object.entries({ ...query, ...challenge, resource: mcpUrl }))
      asked.searchParams.set(name, value);
    const back = await consent(asked);
    expect(back.origin + back.pathname).toBe(redirectUri);

    // RFC 9207: an answer of another issuer is not taken for this one's.
    const parameters = oauth.validateAuthResponse(server, client, back, state);
    const mixedUp = new URL(back);
    mixedUp.searchParams.set("iss", `${server.issuer}-other`);
    expect(() => oauth.validateAuthResponse(server, client, mixedUp, state)).toThrow();
    const without = new URL(back);
    without.searchParams.delete("iss");
    expect(() => oauth.validateAuthResponse(server, client, without, state)).toThrow();

    const more = { ...insecure, additionalParameters: { resource: mcpUrl } };
    const tokens = await oauth.processAuthorizationCodeResponse(
      server,
      client,
      await oauth.authorizationCodeGrantRequest(server, client, oauth.None(), parameters, redirectUri, verifier, more),
    );
    const request = new Request(mcpUrl, { headers: { authorization: `Bearer ${tokens.access_token}` } });
    const claims = await oauth.validateJwtAccessToken(server, request, mcpUrl, insecure);
    expect(claims).toMatchObject({ sub: human, client_id: client.client_id, gid: expect.stringMatching(/^ins_/) });

    const agent = await rawAgent(mcpUrl, tokens.access_token);
    expect((await agent.list()).length).toBeGreaterThan(0);
    expect(await world.event({ type: "agent.connected" })).toMatchObject({
      human: { key: human },
      agent: { slug: "standard-client", key: `agent|${client.client_id}` },
      instance: { id: claims["gid"] },
    });

    await agent.call(echo, { text: "Hello" });
    expect(await world.event({ type: "gateway.tool.executed" })).toMatchObject({
      check: { user: `agent|${client.client_id}`, action: "echo", resource: "fixture:fixture" },
    });

    // A token for one server is worth nothing at the address of all.
    const elsewhere = await (await rawAgent(whole, tokens.access_token)).request("tools/list");
    expect(elsewhere.status).toBe(address === "all servers" ? 200 : 401);

    const refreshed = await oauth.processRefreshTokenResponse(
      server,
      client,
      await oauth.refreshTokenGrantRequest(server, client, oauth.None(), tokens.refresh_token ?? "", more),
    );
    expect((await (await rawAgent(mcpUrl, refreshed.access_token)).list()).length).toBeGreaterThan(0);

    await oauth.processRevocationResponse(
      await oauth.revocationRequest(server, client, oauth.None(), refreshed.refresh_token ?? "", insecure),
    );
    for (const token of [tokens.access_token, refreshed.access_token]) {
      const { status, headers } = await (await rawAgent(mcpUrl, token)).request("tools/list");
      expect(status).toBe(401);
      expect(headers["www-authenticate"]).toContain('error="invalid_token"');
    }
  });
