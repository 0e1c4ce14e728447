import "server-only";
import { applyRetention } from "@/lib/audit/retention/apply-retention";
import { cliCtx } from "./cli-ctx";
import { readArgs } from "./read-args";
import type { Verb } from "./verb";

export const auditRetentionApply: Verb = {
  usage: "[--tenant SLUG]",
  about: "takes what is past its retention out of the log now, as every server does hourly",
  async run(args) {
    const { options } = readArgs(args, { options: ["tenant"] });
    const tenantNo = options.tenant === undefined ? undefined : (await cliCtx(options.tenant)).tenant.no;
    const cuts = await applyRetention({ tenantNo });
    if (cuts === undefined)
      return { json: { running: true, cuts: [] }, text: "A server is at it already. There is nothing to do here." };
    return {
      json: { running: false, cuts },
      text:
        cuts.length === 0
          ? "Nothing is past its retention, or what is past it is held or not sealed yet."
          : cuts
              .map(
                ({ tenant, events, before, partitions }) =>
                  `${tenant}: ${events} ${events === 1 ? "event" : "events"} from before ${before} went${
                    partitions.length === 0 ? "" : ` with ${partitions.join(", ")}`
                  }.`,
              )
              .join("\n"),
    };
  },
};
