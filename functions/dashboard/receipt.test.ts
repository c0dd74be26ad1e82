import { describe, expect, it } from 'vitest';
import { byDay, ground, seen, viewer } from './page/receipt.js';

/** A receipt as the API shows it. */
function receipt(seq: number, at: string, instead: object = {}) {
  return {
    seq,
    at,
    basis: 'consent',
    partnerId: 'reader',
    consentId: 'con_1',
    classes: ['identity'],
    operationId: 'getPolicy',
    ...instead,
  };
}

interface Run {
  seq: number;
}

const numbers = (receipts: object[]) =>
  byDay(receipts, 'UTC').map(({ name, runs }: { name: string; runs: Run[][] }) => [
    name,
    runs.map((run) => run.map(({ seq }) => seq)),
  ]);

describe('receipts', () => {
  it('are told by day, alike ones in a row as one', () => {
    const list = [
      receipt(5, '2026-11-21T10:00:00Z'),
      receipt(4, '2026-11-21T09:00:00Z'),
      receipt(3, '2026-11-21T08:00:00Z', { consentId: 'con_2' }),
      receipt(2, '2026-11-21T07:00:00Z'),
      receipt(1, '2026-11-20T23:00:00Z'),
    ];
    expect(numbers(list)).toEqual([
      ['21 November 2026', [[5, 4], [3], [2]]],
      ['20 November 2026', [[1]]],
    ]);
  });

  it('of the customer are one, whatever was looked at', () => {
    const own = { basis: 'customer', partnerId: 'customers' };
    const list = [
      receipt(2, '2026-11-21T10:00:00Z', { ...own, operationId: 'getMySchedule' }),
      receipt(1, '2026-11-21T09:00:00Z', { ...own, classes: ['vehicle'] }),
    ];
    expect(numbers(list)).toEqual([['21 November 2026', [[2, 1]]]]);
  });
});

describe('a receipt', () => {
  it.each([
    [['identity'], 'getPolicy', 'your name and date of birth'],
    [['identity', 'vehicle'], 'getPolicy', 'your name and date of birth and details of your vehicle'],
    [['contact'], 'getSchedule', 'your contact details, in your policy document'],
  ])('of %o in %s says: saw %s', (classes, operationId, words) => {
    expect(seen({ classes, operationId })).toBe(words);
  });

  it.each([
    ['consent', 'Reader Services'],
    ['customer', 'You'],
    ['staff', 'Your insurer’s staff'],
  ])('on the basis %s says who it was: %s', (basis, words) => {
    expect(viewer({ basis, partnerId: 'reader' }, new Map([['reader', 'Reader Services']]))).toBe(words);
  });

  it('names a partner that is not known here by its id', () => {
    expect(viewer({ basis: 'producer', partnerId: 'broker' }, new Map())).toBe('Broker');
  });

  it('says by what right', () => {
    expect(ground({ basis: 'consent', purpose: 'To compare' })).toBe('With your permission: “To compare”');
    expect(ground({ basis: 'producer' })).toContain('intermediary');
  });
});
