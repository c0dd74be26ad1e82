/**
 * What can go wrong between functions and their services, each within what AWS promises:
 *
 * - `delay`: the answer comes later than usual, also later than a client waits.
 * - `fail-before`, `fail-after`: the service answers 500 or 503; a write may have been done all the same.
 * - `throttle`: the service has had too many calls.
 * - `cut-before`, `cut-after`: the connection ends without an answer; what was asked for is not done, or is.
 * - `partial`: of a batch, some is done and the rest handed back.
 * - `conflict`: a transaction is changing the same item.
 * - `kill-before`, `kill-after`: the function ends in its midst, as at its time limit, before or after what it asked for
 *   is done.
 * - `clock`: a function's clock steps between two of its calls, by two minutes at most.
 * - `repeat`: records, messages, events and runs of a schedule come again after they were taken.
 * - `split`: a batch comes as two.
 * - `reorder`: records and messages of different keys come in another order.
 * - `skip`: a run of a schedule is left out.
 */
export const FAULT_KINDS = [
  'delay',
  'fail-before',
  'fail-after',
  'throttle',
  'cut-before',
  'cut-after',
  'partial',
  'conflict',
  'kill-before',
  'kill-after',
  'clock',
  'repeat',
  'split',
  'reorder',
  'skip',
] as const;

export type FaultKind = (typeof FAULT_KINDS)[number];

/** How often a kind is chosen where several fit: what ends a whole function is rarer than what a retry mends. */
export const WEIGHTS: Readonly<Record<FaultKind, number>> = {
  delay: 3,
  'fail-before': 2,
  'fail-after': 2,
  throttle: 3,
  'cut-before': 2,
  'cut-after': 3,
  partial: 4,
  conflict: 3,
  'kill-before': 1,
  'kill-after': 1,
  clock: 1,
  repeat: 3,
  split: 2,
  reorder: 3,
  skip: 1,
};

export function isFaultKind(value: unknown): value is FaultKind {
  return (FAULT_KINDS as readonly unknown[]).includes(value);
}
