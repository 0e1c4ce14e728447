/** The smallest UUIDv7 of an instant (epoch milliseconds): bounds of time ranges, exactly as `audit.uuid7_floor` makes them. */
export function uuidFloor(ms: number): string {
  const hex = Math.max(0, Math.floor(ms)).toString(16).padStart(12, "0");
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-7000-0000-000000000000`;
}

/** The instant that a UUIDv7 was made at, in epoch milliseconds (RFC 9562 §5.7). */
export const uuidMs = (uuid: string): number => Number.parseInt(uuid.slice(0, 8) + uuid.slice(9, 13), 16);
