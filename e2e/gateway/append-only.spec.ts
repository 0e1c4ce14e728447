import { sql } from "../support/database";
import { expect, test } from "../support/scene";

const changes = ["UPDATE audit.event SET outcome = 1", "DELETE FROM audit.event"];

for (const change of changes) {
  test(`${change.split(" ")[0]}: no role of the product may, and the owner's own is refused`, async ({ scene }) => {
    // There is something to lose: the events of setting this tenant up.
    expect((await scene.world.events()).length).toBeGreaterThan(0);
    for (const role of ["countersign_app", "countersign_writer", "countersign_sealer"])
      await expect(sql(`SET ROLE ${role}; ${change}`), role).rejects.toThrow("permission denied");
    await expect(sql(change)).rejects.toThrow("audit.event is append-only");
  });
}

test("a connection of the console that names no tenant sees no event", async ({ scene }) => {
  expect((await scene.world.events()).length).toBeGreaterThan(0);
  // The answers of two statements: the role, then what it sees. A row would divide by zero.
  await sql("SET ROLE countersign_app; SELECT 1 / (CASE WHEN EXISTS (SELECT FROM audit.event) THEN 0 ELSE 1 END)");
  await expect(
    sql("SELECT 1 / (CASE WHEN EXISTS (SELECT FROM audit.event) THEN 0 ELSE 1 END)"),
    "the owner sees them, so the question above can fail",
  ).rejects.toThrow("division by zero");
});
