import { PART_NAMES, PARTS, type ProcessorUse } from './processor-time.ts';

/** A core, or all of them together, that is so busy cannot do more. */
const FULL = 0.9;

/**
 * What gave first, in words, by who had used up the processor when it did: the one thread that the runtime's requests
 * all pass, or all cores; where neither was full, requests waited for something else.
 */
export function whatGaveFirst({ parts, others, machine, stolen }: ProcessorUse): string {
  const percent = (share: number) => `${Math.round(100 * share)} %`;
  const lost = stolen > 0.05 ? `; ${percent(stolen)} were taken by other machines` : '';
  if (machine >= FULL) {
    const shares = PARTS.toSorted((a, b) => parts[b] - parts[a]).map(
      (part) => `${part} ${percent(parts[part])}`,
    );
    return `all cores are full (${percent(machine)}); of one core take ${shares.join(', ')}, all else ${percent(others)}${lost}`;
  }
  if (parts.runtime >= FULL) return `${PART_NAMES.runtime} fills its core (${percent(parts.runtime)})${lost}`;
  return `requests wait, while the cores are at ${percent(machine)} and the main thread at ${percent(parts.runtime)}${lost}`;
}
