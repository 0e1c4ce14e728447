import type { NextConfig } from "next";

function publicHosts(): string[] {
  const url = process.env["PUBLIC_URL"];
  return url !== undefined && URL.canParse(url) ? [new URL(url).host] : [];
}

const config: NextConfig = {
  // A second build can live beside the one that is being served (`npm test` while `npm start` runs).
  distDir: process.env["COUNTERSIGN_DIST"] ?? ".next",
  poweredByHeader: false,
  reactStrictMode: true,
  skipTrailingSlashRedirect: true,
  // Types are a check of `npm test`, over the tests too; a start does not wait for them.
  typescript: { ignoreBuildErrors: true },
  serverExternalPackages: ["pg", "undici"],
  // Nobody else's page may hold one of ours under the pointer of whoever looks at it.
  headers: async () => [
    {
      source: "/:path*",
      headers: [
        { key: "Content-Security-Policy", value: "frame-ancestors 'none'" },
        { key: "X-Frame-Options", value: "DENY" },
        { key: "X-Content-Type-Options", value: "nosniff" },
      ],
    },
  ],
  // Behind a proxy that rewrites Host, forms still come from where people see the console.
  experimental: { serverActions: { allowedOrigins: publicHosts() } },
};

export default config;
