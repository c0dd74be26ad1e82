import { FAULT_KINDS, type FaultKind, isFaultKind } from './fault-kind.ts';

/** What shall go wrong. */
export interface FaultPlan {
  /** Decides everything: a whole number, 0 or more. */
  seed: number;
  /** The share of calls that something befalls, from 0 to 1. */
  rate: number;
  kinds: readonly FaultKind[];
}

const USUAL_RATE = 0.1;

/** A plan as somebody asks for it: `rate` is 0.1 and `kinds` are all, unless said otherwise. Throws a RangeError. */
export function readFaultPlan(asked: unknown): FaultPlan {
  if (typeof asked !== 'object' || asked === null) throw new RangeError('A plan is an object');
  const { seed, rate = USUAL_RATE, kinds = FAULT_KINDS, ...more } = asked as Record<string, unknown>;
  const unknown = Object.keys(more);
  if (unknown.length > 0) throw new RangeError(`A plan has seed, rate and kinds, not ${unknown.join(', ')}`);
  if (typeof seed !== 'number' || !Number.isSafeInteger(seed) || seed < 0)
    throw new RangeError('seed is a whole number, 0 or more');
  if (typeof rate !== 'number' || !(rate >= 0 && rate <= 1)) throw new RangeError('rate is from 0 to 1');
  if (!Array.isArray(kinds) || !kinds.every(isFaultKind))
    throw new RangeError(`kinds are some of ${FAULT_KINDS.join(', ')}`);
  return { seed, rate, kinds };
}
