import type { WriteUnits } from './unit-meter.ts';

/** What was written most in a table or an index. */
export interface Hot {
  place: string;
  /** The value of its hash key, and the write units that it took. */
  key: string;
  units: number;
  /** How many keys were written there in all, and what they took together. */
  keys: number;
  total: number;
}

/** The key of each table and index that was written most. */
export function hottest(units: WriteUnits): Hot[] {
  return [...units].flatMap(([place, ofPlace]) => {
    const [first] = [...ofPlace].sort(([, a], [, b]) => b - a);
    if (!first) return [];
    const total = [...ofPlace.values()].reduce((sum, each) => sum + each, 0);
    return [{ place, key: first[0], units: first[1], keys: ofPlace.size, total }];
  });
}
