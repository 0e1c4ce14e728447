import { GeistMono } from "geist/font/mono";
import { GeistSans } from "geist/font/sans";
import type { Metadata, Viewport } from "next";
import { cookies } from "next/headers";
import type { ReactNode } from "react";
import { toDensity } from "@/components/ui/density";
import { toTheme } from "@/components/ui/theme";
import { Toaster } from "@/components/ui/toaster";
import "./globals.css";

export const metadata: Metadata = {
  title: { default: "Countersign", template: "%s · Countersign" },
  description: "Every tool call tied to a human, decided, written down, and proved.",
  applicationName: "Countersign",
  icons: { icon: { url: "/icon.svg", type: "image/svg+xml" } },
  robots: { index: false, follow: false },
};

export const viewport: Viewport = {
  width: "device-width",
  initialScale: 1,
  themeColor: [
    { media: "(prefers-color-scheme: light)", color: "#f8f9fb" },
    { media: "(prefers-color-scheme: dark)", color: "#0b0d11" },
  ],
};

export default async function RootLayout({ children }: { children: ReactNode }) {
  // What was chosen travels in cookies, so the first byte is already right: no inline script, no flash.
  const chosen = await cookies();
  const theme = toTheme(chosen.get("theme")?.value);
  return (
    <html
      lang="en"
      data-density={toDensity(chosen.get("density")?.value)}
      className={`${GeistSans.variable} ${GeistMono.variable} ${theme === "system" ? "" : theme}`.trim()}
      suppressHydrationWarning
    >
      <body>
        {children}
        <Toaster />
      </body>
    </html>
  );
}
