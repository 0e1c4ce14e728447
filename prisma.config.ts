import { defineConfig } from "prisma/config";

export default defineConfig({
  schema: "prisma/schema",
  migrations: { path: "prisma/migrations" },
  // scripts/prisma.mjs fills DATABASE_URL in; generate and validate need no database.
  datasource: { url: process.env["DATABASE_URL"] ?? "postgresql://127.0.0.1:1/none" },
});
