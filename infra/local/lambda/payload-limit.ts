/** A synchronous call carries 6 MB at most, either way (and 100 bytes on the way back). */
const LARGEST_BYTES = 6 * 1024 * 1024 + 100;

/** Whether a JSON text is more than one call may carry. */
export function exceedsPayloadLimit(json: string): boolean {
  const mostBytes = json.length * 3;
  return mostBytes > LARGEST_BYTES && Buffer.byteLength(json) > LARGEST_BYTES;
}
