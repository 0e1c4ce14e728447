"use client";

import { useEffect } from "react";
import { lastTenantCookie } from "./last-tenant";

/** Keeps in the browser which tenant was looked at last, so that `/` leads back to it. Convenience only: it grants nothing. */
export function RememberTenant({ slug }: { slug: string }) {
  useEffect(() => {
    // biome-ignore lint/suspicious/noDocumentCookie: the Cookie Store API is not everywhere yet
    document.cookie = `${lastTenantCookie}=${slug}; path=/; max-age=31536000; samesite=lax`;
  }, [slug]);
  return null;
}
