/** Something that was measured at a moment, in minutes. */
export interface Sample {
  minute: number;
  value: number;
}

/**
 * By how much a series grows in a minute: the median of the slopes of all its pairs (Theil and Sen), which a few
 * samples that stand out do not move.
 */
export function trendOf(samples: readonly Sample[]): number {
  const slopes = samples.flatMap((one, index) =>
    samples.slice(index + 1).map((other) => (other.value - one.value) / (other.minute - one.minute)),
  );
  slopes.sort((a, b) => a - b);
  const [low = Number.NaN, high = Number.NaN] = [
    slopes[Math.floor((slopes.length - 1) / 2)],
    slopes[Math.ceil((slopes.length - 1) / 2)],
  ];
  return (low + high) / 2;
}
