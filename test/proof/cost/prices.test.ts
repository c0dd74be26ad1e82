import { expect, it } from 'vitest';
import { CDK_OUT } from '../../support/api.ts';
import { between, CONSUMED, consumption, sumOf, timesOf } from './consumption.ts';
import { costOf, pricesOf, priceTable, standingCost } from './prices.ts';
import { type Measured, SCENARIOS } from './scenarios.ts';

it('everything that is consumed has a price from a page of AWS', () => {
  expect(Object.keys(priceTable.prices).sort()).toEqual(CONSUMED.toSorted());
  for (const { usd, per, source } of [...Object.values(priceTable.prices)]) {
    expect(usd / per).toBeGreaterThan(0);
    expect(source).toMatch(/^https:\/\/aws\.amazon\.com\/.*\/pricing\//);
  }
});

it('prices what is consumed by the piece, and adds it up', () => {
  const consumed = consumption({ writeUnits: 8_000_000, signatures: 20_000 });
  expect(pricesOf(consumed)).toMatchObject({ writeUnits: 5, signatures: 0.3, events: 0 });
  expect(costOf(consumed)).toBeCloseTo(5.3);
});

it('adds, subtracts and multiplies what is consumed', () => {
  const [one, two] = [consumption({ events: 1, readUnits: 3 }), consumption({ events: 2 })];
  expect(sumOf(one, two)).toEqual(consumption({ events: 3, readUnits: 3 }));
  expect(between(one, sumOf(one, two))).toEqual(two);
  expect(timesOf(3, one)).toEqual(consumption({ events: 3, readUnits: 9 }));
});

it('a policy for a year takes each of its parts as often as it happens', () => {
  const names = ['quote', 'bind', 'read', 'change', 'claim', 'renewal', 'expiry', 'idle', 'drivingDay'];
  const each = names.map((name, index) => [name, consumption({ events: 10 ** index })]);
  const measured = Object.fromEntries(each) as Measured;
  expect(SCENARIOS['a policy for a year']?.(measured).events).toBe(1 + 10 + 1_200 + 1_000 + 1_000 + 100_000);
});

it('what stands there costs something in the month, whatever is asked of it', () => {
  const usd = standingCost(CDK_OUT);
  expect(usd).toBeGreaterThan(10);
  expect(usd).toBeLessThan(100);
});
