/** Into how many parts a unit of each figure is divided. Finer than any device measures; the contract states it. */
export const PARTS = {
  /** Of a degree: 11 cm. */
  position: 1_000_000,
  /** Of a km/h. */
  speed: 10,
  /** Of a degree. */
  heading: 1,
  /** Of a metre. */
  accuracy: 10,
  /** Of g. */
  acceleration: 1_000,
} as const;

/** A figure as a whole number of its parts. */
export function partsOf(figure: number, parts: number): number {
  return Math.round(figure * parts);
}

/** The figure that so many parts are: the very number that `rounded` gives. */
export function figureOf(count: number, parts: number): number {
  return count / parts;
}

/** A figure in the precision in which it is stored. */
export function rounded(figure: number, parts: number): number {
  // There is no negative nothing in storage.
  return figureOf(partsOf(figure, parts) + 0, parts);
}
