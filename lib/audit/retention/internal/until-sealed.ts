import "server-only";
import { setTimeout as sleep } from "node:timers/promises";
import { ledgerHealth } from "../../proof/ledger-health";
import { sealNow } from "../../proof/sealer";

/** For tests: seals what a tenant has, or waits until another process has done it. */
export async function untilSealed({ no }: { no: number }): Promise<void> {
  for (;;) {
    await sealNow();
    if ((await ledgerHealth(no)).unsealed === 0) return;
    await sleep(20);
  }
}
