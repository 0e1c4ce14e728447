import ipaddr from "ipaddr.js";

/**
 * The address of the client. `X-Forwarded-For` counts only as far as the operator trusts proxies: with n hops trusted it
 * is the n-th address from the right, because everything left of that can be invented by the sender.
 */
export function clientIp(
  socketAddress: string | null,
  forwardedFor: string | undefined,
  trustedHops: number,
): string | null {
  if (trustedHops > 0 && forwardedFor !== undefined) {
    const hops = forwardedFor.split(",").map((hop) => hop.trim());
    const claimed = hops.at(-trustedHops) ?? hops[0];
    if (claimed !== undefined && ipaddr.isValid(claimed)) return ipaddr.process(claimed).toString();
  }
  return socketAddress !== null && ipaddr.isValid(socketAddress) ? ipaddr.process(socketAddress).toString() : null;
}
