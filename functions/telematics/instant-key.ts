/** The text by which an instant (epoch milliseconds) sorts: in base 36, wide enough for the next two thousand years. */
export function instantKey(instant: number): string {
  return instant.toString(36).padStart(9, '0');
}
