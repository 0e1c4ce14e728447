import { toFull } from "@/components/ui/time-words";

/** `22 Nov 2026, 09:00 UTC`: as exactly as it was said, so whole minutes have no seconds. */
export const toMomentWords = (iso: string): string => toFull(iso).replace(/(:\d\d):00 UTC$/, "$1 UTC");
