import { describe, expect, it } from 'vitest';
import { validateEvent } from '../../openapi/generated/responses.js';
import type { LedgerEntry, LedgerEvent } from '../platform/ledger.ts';
import { busEvents } from './event.ts';

const quoteId = 'quo_01KAE8Z2V0Q8M5T3S7R9XWYB4C';
const offered: LedgerEvent = {
  eventId: 'evt_01KAE8Z2V0Q8M5T3S7R9XWYB4C',
  type: 'quote.offered',
  data: {
    quoteId,
    product: 'motor',
    status: 'offered',
    rateBook: 'motor-be@1.0.0',
    validUntil: '2026-12-20T08:00:00.000Z',
    facts: { age: 41 },
    offers: [{ offerId: 'off_1' }],
    dateOfBirth: '1985-03-02',
  },
};
const entryOf = (...events: LedgerEvent[]): LedgerEntry => ({
  aggregateId: quoteId,
  version: 1,
  occurredAt: '2026-11-20T08:00:00.000Z',
  events,
  partnerId: 'broker',
  actor: 'broker-app',
  operationId: 'createQuote',
  requestId: 'request-1',
  interactionId: 'c770aef3-6784-41f7-8e0e-ff5f97bddb3a',
});

describe('a ledger entry', () => {
  it('goes on the bus as the contract says, and nothing else of it', () => {
    const [event] = busEvents(entryOf(offered), '42');

    expect(event).toMatchObject({
      type: 'quote.offered',
      occurredAt: '2026-11-20T08:00:00.000Z',
      sequenceNumber: '42',
    });
    expect(validateEvent('quote.offered', event?.detail)).toEqual([]);
    expect(event?.detail).toEqual({
      eventId: offered.eventId,
      aggregateId: quoteId,
      version: 1,
      occurredAt: '2026-11-20T08:00:00.000Z',
      partnerId: 'broker',
      requestId: 'request-1',
      interactionId: 'c770aef3-6784-41f7-8e0e-ff5f97bddb3a',
      quoteId,
      product: 'motor',
      status: 'offered',
      rateBook: 'motor-be@1.0.0',
      validUntil: '2026-12-20T08:00:00.000Z',
    });
  });

  it('of several events gives each, in their order', () => {
    const expired = {
      eventId: 'evt_2',
      type: 'quote.expired',
      data: { quoteId, product: 'motor', status: 'expired' },
    };
    expect(busEvents(entryOf(offered, expired), '1').map(({ type }) => type)).toEqual([
      'quote.offered',
      'quote.expired',
    ]);
  });

  it.each(['quote.bound', 'quote.whispered', 'constructor', '__proto__'])(
    'keeps %s, which the contract does not know',
    (type) => {
      expect(busEvents(entryOf({ ...offered, type }), '1')).toEqual([]);
    },
  );

  it('cannot have its own facts overwritten by those of an event', () => {
    const forged = { ...offered, data: { ...offered.data, partnerId: 'another', version: 9 } };
    expect(busEvents(entryOf(forged), '1')[0]?.detail).toMatchObject({ partnerId: 'broker', version: 1 });
  });
});
