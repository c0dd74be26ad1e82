import { setTimeout as sleep } from 'node:timers/promises';
import type { HeapInspector } from './heaps.ts';
import { residentBytes } from './memory.ts';
import { dealt } from './mix.ts';
import { type Ask, offer, type Step } from './offering.ts';
import { childrenOf } from './processor-time.ts';
import { trendOf } from './trend.ts';

const MINUTE_MS = 60_000;

/** Caches fill and threads are compiled in the first minutes. */
const WARM_UP_MINUTES = 3;

/** What grows by less than this part of itself in the time that is looked at is flat. */
const FLAT = 0.05;
/** Nor is growth seen in less than this, in bytes, by which allocators themselves come and go. */
const NOISE = 2 * 1024 * 1024;

/** What memory was taken by the end of a minute, in bytes, once everything dead was collected. */
export interface MemorySample {
  minute: number;
  /** What lives in the heap of the main thread, and in that of a function's thread on the average. */
  main: number;
  functions: number;
  /** What is resident, of the runtime's process and of the database's. */
  runtime: number;
  database: number;
  /** How many threads functions have. */
  threads: number;
}

/** How something that takes memory grew in the time that was looked at, by its trend. */
export interface Growth {
  what: string;
  from: number;
  to: number;
  flat: boolean;
}

/** A load that went on for minutes, and what became of memory. */
export interface Soak {
  rate: number;
  minutes: number;
  step: Step;
  samples: MemorySample[];
  growth: Growth[];
}

/** What is to be soaked: a runtime by its process id, and a look into its heaps. */
export interface Soaked {
  pid: number;
  heaps: Pick<HeapInspector, 'measure'>;
  ask: Ask;
}

/**
 * Keeps up a load for so many minutes. Memory is flat when by the trend of what is left after the warm-up, each minute
 * once everything dead was collected, neither a heap nor what is resident grows by a twentieth until the end.
 */
export async function soak(soaked: Soaked, rate: number, minutes: number): Promise<Soak> {
  const [step, samples] = await Promise.all([
    offer(rate, minutes * 60, dealt(), soaked.ask),
    sampled(soaked, minutes),
  ]);
  return { rate, minutes, step, samples, growth: growthIn(samples) };
}

async function sampled({ pid, heaps }: Soaked, minutes: number): Promise<MemorySample[]> {
  const [databasePid] = childrenOf(pid);
  if (databasePid === undefined) throw new Error('the runtime has no database of its own');
  const begun = performance.now();
  const samples: MemorySample[] = [];
  for (let minute = 1; minute <= minutes; minute++) {
    await sleep(begun + minute * MINUTE_MS - performance.now());
    const { main, functions, threads } = await heaps.measure();
    const [runtime, database] = [residentBytes(pid), residentBytes(databasePid)];
    samples.push({ minute, main, functions: functions / threads, runtime, database, threads });
  }
  return samples;
}

/** How each part of memory grew after the warm-up. */
export function growthIn(samples: readonly MemorySample[]): Growth[] {
  const warm = samples.filter(({ minute }) => minute >= WARM_UP_MINUTES);
  const minutes = Math.max(...warm.map(({ minute }) => minute)) - WARM_UP_MINUTES;
  const grown = (what: string, of: (sample: MemorySample) => number): Growth => {
    const moved = minutes * trendOf(warm.map((sample) => ({ minute: sample.minute, value: of(sample) })));
    const middle = warm.reduce((sum, sample) => sum + of(sample), 0) / warm.length;
    const from = middle - moved / 2;
    return { what, from, to: from + moved, flat: moved <= Math.max(FLAT * from, NOISE) };
  };
  return [
    grown('heap of the main thread', ({ main }) => main),
    grown('heap of a function’s thread', ({ functions }) => functions),
    grown('resident of the runtime', ({ runtime }) => runtime),
    grown('resident of the database', ({ database }) => database),
  ];
}
