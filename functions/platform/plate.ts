/** A plate as it compares with others, however it is written: `1-ABC 234` and `1abc234` are the same. */
export function normalPlate(plate: string): string {
  return plate.toUpperCase().replace(/[\s.-]/g, '');
}
