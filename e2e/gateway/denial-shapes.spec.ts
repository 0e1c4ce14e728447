import { expect, test } from "../support/scene";
import { clientKinds, connectAs } from "../support/sdk-agent";

/*
 * What becomes of each refusal in the clients that agents are built on: what a model can act on is a result that it reads, what does not exist
 * is an error of the protocol, and only a token that is none is an error of HTTP (server/tools, "Error Handling").
 */

for (const kind of clientKinds)
  test(`${kind}: a denial and a failure are results to read, what is hidden does not exist, and the client goes on`, async ({
    scene,
  }) => {
    const { world, upstream, human } = scene;
    const { token, id } = await world.addInstance(human, [{ server: "fixture", level: "medium" }]);
    const agent = await connectAs(kind, world.mcpUrl("fixture"), token);
    expect(await agent.list()).toContain("create_issue");
    await world.api.post("policies", {
      name: "No secrets",
      effect: "deny",
      status: "active",
      scope: { tools: ["create_issue"] },
      when: 'args.title == "secret"',
    });

    const denied = await agent.call("create_issue", { title: "secret", project: "CORE" });
    expect(denied.isError).toBe(true);
    expect(denied.content?.[0]?.text).toContain('Decided by the policy "No secrets"');
    const [event] = await world.calls({ instance: id, tool: "create_issue" });
    expect(denied._meta?.["countersign/denial"]).toMatchObject({
      eventId: event?.id,
      code: "BLOCKED_BY_POLICY",
      policy: { name: "No secrets" },
      retryable: true,
    });
    // A tool with an output schema is denied without a structured answer.
    await world.api.post("policies", {
      name: "No orders",
      effect: "deny",
      status: "active",
      scope: { tools: ["structured"] },
    });
    expect((await agent.call("structured", { customer: "Ada", lines: [] })).isError).toBe(true);

    for (const hidden of ["delete_repo", "no_such_tool"])
      await expect(agent.call(hidden, {})).rejects.toMatchObject({
        code: -32602,
        message: expect.stringContaining(`Unknown tool: ${hidden}`),
      });

    await upstream.behave({ status: 500 });
    const failed = await agent.call("echo", { text: "a" });
    expect(failed.isError).toBe(true);
    expect(failed._meta?.["countersign/failure"]).toMatchObject({ type: "upstream_5xx" });
    await upstream.behave({ status: null });
    expect((await agent.call("echo", { text: "still here" })).content?.[0]?.text).toBe("still here");

    await world.api.del(`instances/${id}`);
    await expect(agent.call("echo", { text: "a" })).rejects.toThrow(/token is not valid/);
    await agent.close().catch(() => {});
    expect(await upstream.count("delete_repo")).toBe(0);
  });
