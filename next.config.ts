import type { NextConfig } from "next";

const config: NextConfig = {
  // A second build can live beside the one that is being served (`npm test` while `npm start` runs).
  distDir: process.env["COUNTERSIGN_DIST"] ?? ".next",
  poweredByHeader: false,
  reactStrictMode: true,
  skipTrailingSlashRedirect: true,
  serverExternalPackages: ["pg", "undici"],
};

export default config;
