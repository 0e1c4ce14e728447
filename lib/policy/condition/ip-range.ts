import ipaddr from "ipaddr.js";
import { ERROR, type Outcome, toOutcome } from "./outcome";

type Range = [ipaddr.IPv4 | ipaddr.IPv6, number];

/** Written out in full: `10.1.2`, `0x0a.1.2.3` and `010.1.2.3` mean one address to some programs and another to others. */
const isAddress = (text: string): boolean =>
  ipaddr.IPv4.isValidFourPartDecimal(text) || (ipaddr.IPv6.isValid(text) && !text.includes("%"));

/** An address or a CIDR block; undefined for anything else. */
export function toIpRange(text: string): Range | undefined {
  const [base = ""] = text.split("/");
  if (!isAddress(base)) return undefined;
  if (ipaddr.isValidCIDR(text)) return ipaddr.parseCIDR(text);
  if (base !== text) return undefined;
  const address = ipaddr.process(text);
  return [address, address.kind() === "ipv4" ? 32 : 128];
}

/** Whether an address is in one of the ranges. An IPv4 address mapped into IPv6 counts as IPv4. */
export function ipIn(ranges: readonly string[]): (ip: string) => Outcome {
  const wanted = ranges.map(toIpRange).filter((range) => range !== undefined);
  return (ip) => {
    if (!isAddress(ip)) return ERROR;
    const address = ipaddr.process(ip);
    return toOutcome(wanted.some(([base, bits]) => base.kind() === address.kind() && address.match(base, bits)));
  };
}
