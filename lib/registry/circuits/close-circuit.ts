import "server-only";
import { onCircuitClosed, tellCircuitClosed } from "@/lib/db/changes";
import type { TenantTransaction } from "@/lib/db/tenant";
import { forgetCircuit } from "./circuits";

/**
 * Says to every process, with the commit of this transaction, that a server of this tenant is well: whoever leaves it alone asks it again.
 * A hint that can be lost; then that process finds out with its next probe, two minutes later at most.
 */
export const closeCircuit = (tx: TenantTransaction, tenantNo: number, serverId: string): Promise<void> =>
  tellCircuitClosed(tx, JSON.stringify([tenantNo, serverId]));

/** Closes circuits here that were closed elsewhere; gives what ends that. Once a process. */
export const hearClosedCircuits = (): (() => void) =>
  onCircuitClosed((name) => {
    // safe because only `closeCircuit` writes to this channel
    const [tenantNo, serverId] = JSON.parse(name) as [number, string];
    forgetCircuit(tenantNo, serverId);
  });
