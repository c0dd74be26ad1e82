import fc from 'fast-check';
import { expect, test } from 'vitest';
import { FAULT_KINDS, type FaultKind } from './fault-kind.ts';
import { Faults, type Injected, type Site } from './faults.ts';

const sites: Site[] = ['quotes', 'policies', 'relay'].flatMap((caller) =>
  ['GetItem', 'PutItem'].map((action) => ({ caller, service: 'dynamodb', action, resource: 'Ledger' })),
);
const kinds: FaultKind[] = ['delay', 'throttle', 'cut-after'];
const inOrder = (injected: readonly Injected[]) => injected.map((one) => JSON.stringify(one)).sort();

/** What befalls calls of sites in this order. */
function injectedInto(order: readonly Site[], plan: { seed: number; rate: number }) {
  const faults = new Faults();
  faults.switchOn({ ...plan, kinds: FAULT_KINDS });
  for (const site of order) faults.meet(site, kinds);
  return faults.report().injected;
}

const seed = fc.nat();
const order = fc.array(fc.constantFrom(...sites), { minLength: 50, maxLength: 200 });

test('a seed has the same befall the same calls, in whatever order those of different sites come', () => {
  const shuffled = order.chain((calls) =>
    fc.tuple(fc.constant(calls), fc.shuffledSubarray(calls, { minLength: calls.length })),
  );
  fc.assert(
    fc.property(seed, shuffled, (ofSeed, [one, other]) => {
      const plan = { seed: ofSeed, rate: 0.3 };
      expect(inOrder(injectedInto(one, plan))).toEqual(inOrder(injectedInto(other, plan)));
    }),
  );
});

test('seeds differ', () => {
  const calls = Array.from({ length: 300 }, (_, place) => sites[place % sites.length] as Site);
  const lists = [1, 2, 3, 4, 5].map((ofSeed) =>
    JSON.stringify(injectedInto(calls, { seed: ofSeed, rate: 0.1 })),
  );
  expect(new Set(lists).size).toBe(5);
});

test('a rate is about the share of calls, somewhat more for bad weather', () => {
  const calls = Array<Site>(20_000).fill(sites[0] as Site);
  const share = injectedInto(calls, { seed: 1, rate: 0.1 }).length / calls.length;
  expect(share).toBeGreaterThan(0.1);
  expect(share).toBeLessThan(0.14);
});

test('never is never, and always is always', () => {
  const calls = Array<Site>(1_000).fill(sites[0] as Site);
  expect(injectedInto(calls, { seed: 1, rate: 0 })).toEqual([]);
  expect(injectedInto(calls, { seed: 1, rate: 1 })).toHaveLength(1_000);
});

test('of what is possible, only what the plan has befalls', () => {
  const faults = new Faults();
  faults.switchOn({ seed: 1, rate: 1, kinds: ['throttle', 'skip'] });
  const [site] = sites as [Site];
  expect(faults.meet(site, kinds)?.kind).toBe('throttle');
  expect(faults.meet(site, ['delay'])).toBeUndefined();
});

test('a plan counts anew, and healed nothing befalls any more while the list is kept', () => {
  const faults = new Faults();
  const [site] = sites as [Site];
  const plan = { seed: 1, rate: 1, kinds: FAULT_KINDS };
  faults.switchOn(plan);
  const first = faults.meet(site, kinds)?.kind;
  faults.meet(site, kinds);
  faults.switchOn(plan);
  expect(faults.meet(site, kinds)?.kind).toBe(first);
  faults.heal();
  expect(faults.meet(site, kinds)).toBeUndefined();
  const { plan: healed, counts, injected } = faults.report();
  expect(healed).toBeUndefined();
  expect(counts).toEqual({ [first ?? '']: 1 });
  expect(injected).toEqual([{ ...site, kind: first, call: 1 }]);
});
