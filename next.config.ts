import type { NextConfig } from "next";

function publicHosts(): string[] {
  const url = process.env["PUBLIC_URL"];
  return url !== undefined && URL.canParse(url) ? [new URL(url).host] : [];
}

/** What a browser may offer to pages, and to no page of ours. Copying to the clipboard stays allowed. */
const neverNeeded = [
  ...["accelerometer", "browsing-topics", "camera", "display-capture", "geolocation", "gyroscope", "hid"],
  ...["magnetometer", "microphone", "midi", "payment", "screen-wake-lock", "serial", "usb", "xr-spatial-tracking"],
];

const config: NextConfig = {
  // A second build can live beside the one that is being served (`npm test` while `npm start` runs).
  distDir: process.env["COUNTERSIGN_DIST"] ?? ".next",
  poweredByHeader: false,
  reactStrictMode: true,
  skipTrailingSlashRedirect: true,
  // Types are a check of `npm test`, over the tests too; a start does not wait for them.
  typescript: { ignoreBuildErrors: true },
  serverExternalPackages: ["pg", "undici"],
  // What is the same for every answer, and what programs are told in the place of a page's own policy (proxy.ts).
  headers: async () => [
    { source: "/:path*", headers: [{ key: "X-Content-Type-Options", value: "nosniff" }] },
    {
      // A page has dozens of files, to which the rest means nothing.
      source: "/((?!_next/static/).*)",
      headers: [
        // Nobody else's page may hold one of ours under the pointer of whoever looks at it.
        { key: "X-Frame-Options", value: "DENY" },
        { key: "Permissions-Policy", value: neverNeeded.map((feature) => `${feature}=()`).join(", ") },
      ],
    },
    {
      // Addresses here name people and servers: no other site hears them. Those left out hold secrets and say "no-referrer"
      // themselves; what is said here would stand in its place.
      source: "/((?!_next/static/|oauth/|connect/callback).*)",
      headers: [{ key: "Referrer-Policy", value: "same-origin" }],
    },
    {
      source: "/api/:path*",
      headers: [{ key: "Content-Security-Policy", value: "default-src 'none'; frame-ancestors 'none'" }],
    },
  ],
  // Behind a proxy that rewrites Host, forms still come from where people see the console.
  experimental: { serverActions: { allowedOrigins: publicHosts() } },
};

export default config;
