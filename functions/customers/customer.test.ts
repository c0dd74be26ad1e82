import { describe, expect, it } from 'vitest';
import { type Circumstances, type Customer, type CustomerEvent, evolve } from './customer.ts';

const customerId = 'cus_1';
const occurredAt = '2026-11-21T09:00:00.000Z';
const later = '2026-11-22T09:00:00.000Z';
const registered: CustomerEvent = { type: 'customer.registered', data: { customerId } };
const requested: CustomerEvent = {
  type: 'customer.erasure-requested',
  data: { customerId, erasureId: 'era_1', requestedBy: 'staff' },
};
const erased = (erasureId: string): CustomerEvent => ({
  type: 'customer.erased',
  data: { customerId, erasureId, records: 4, finalAt: later },
});
const simple = (
  type: 'customer.linked' | 'customer.restricted' | 'customer.unrestricted',
): CustomerEvent => ({
  type,
  data: { customerId },
});

const anna: Customer = evolve(undefined, registered, { occurredAt, identityKey: 'key-1' });
const next = (before: Customer, event: CustomerEvent, about: Partial<Circumstances> = {}) =>
  evolve(before, event, { occurredAt: later, ...about });

describe('a customer', () => {
  it('begins with one identity', () => {
    expect(anna).toEqual({
      customerId,
      version: 1,
      createdAt: occurredAt,
      identityKeys: ['key-1'],
      restricted: false,
    });
  });

  it('begins by nothing else than being registered', () => {
    for (const event of [simple('customer.restricted'), requested, erased('era_1')]) {
      expect(() => evolve(undefined, event, { occurredAt })).toThrow('begins by being registered');
    }
  });

  it('has every identity that is linked, once', () => {
    const linked = next(anna, simple('customer.linked'), { identityKey: 'key-2' });
    expect(linked).toMatchObject({ version: 2, identityKeys: ['key-1', 'key-2'] });
    const again = next(linked, simple('customer.linked'), { identityKey: 'key-2' });
    expect(again.identityKeys).toEqual(['key-1', 'key-2']);
  });

  it('is restricted until that is lifted', () => {
    const restricted = next(anna, simple('customer.restricted'));
    expect(restricted).toEqual({ ...anna, version: 2, restricted: true });
    expect(next(restricted, simple('customer.unrestricted'))).toEqual({ ...anna, version: 3 });
  });

  it('is found by no identity once an erasure has begun, and by its id for good', () => {
    const running = next(anna, requested);
    const erasure = { erasureId: 'era_1', requestedAt: later, requestedBy: 'staff', status: 'running' };
    expect(running).toEqual({ ...anna, version: 2, identityKeys: [], erasure });
    expect(next(running, erased('era_1')).erasure).toEqual({
      ...erasure,
      status: 'done',
      records: 4,
      finalAt: later,
    });
  });

  it('is erased by no erasure but the one that began', () => {
    expect(() => next(anna, erased('era_1'))).toThrow('an erasure ends that has begun');
    expect(() => next(next(anna, requested), erased('era_2'))).toThrow('an erasure ends that has begun');
  });
});
