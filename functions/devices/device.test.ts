import { describe, expect, it } from 'vitest';
import {
  beginDeletion,
  type Device,
  type DeviceEvent,
  endDeletion,
  evolve,
  type Registration,
  remove,
} from './device.ts';

const REGISTERED_AT = '2026-11-20T08:00:00.000Z';
const LATER = '2026-11-21T08:00:00.000Z';

const registration: Registration = {
  deviceId: 'dev_1',
  partnerId: 'broker',
  clientId: 'broker-app',
  policyId: 'pol_1',
  customerId: 'cus_1',
  consentId: 'con_1',
  kind: 'obd',
  publicKeyJwk: { kty: 'EC', crv: 'P-256', x: 'x', y: 'y' },
};
const alias = { pseudonym: 'a-pseudonym', driverKey: 'a-driver' };
const begun: DeviceEvent = { type: 'device.registered', data: registration };

/** A device after it was registered, and some more has happened to it later. */
function given(...events: DeviceEvent[]): Device {
  const device = evolve(undefined, [begun], { occurredAt: REGISTERED_AT, version: 1, alias });
  return events.length === 0 ? device : evolve(device, events, { occurredAt: LATER, version: 2 });
}

/** What a decision makes of a device. */
const decided = (device: Device, events: readonly DeviceEvent[], version = device.version + 1) =>
  evolve(device, events, { occurredAt: LATER, version });

describe('a device', () => {
  it('begins by being registered, under an alias that no event tells', () => {
    expect(given()).toEqual({
      ...registration,
      ...alias,
      version: 1,
      status: 'active',
      registeredAt: REGISTERED_AT,
      drivingData: { status: 'kept' },
    });
    expect(JSON.stringify(begun)).not.toMatch(/pseudonym|driver/i);
  });

  it('is without its alias as the ledger tells of it', () => {
    const told = evolve(undefined, [begun], { occurredAt: REGISTERED_AT, version: 1 });
    expect(told).not.toHaveProperty('pseudonym');
    expect(told).not.toHaveProperty('driverKey');
  });

  it.each([remove(given(), 'asked'), beginDeletion(given(), 'consent-ended', { batches: 1, trips: 1 }), []])(
    'does not begin with anything else',
    (...events) => {
      expect(() => evolve(undefined, events.flat(), { occurredAt: LATER, version: 1 })).toThrow();
    },
  );
});

describe('removing', () => {
  it('ends what a device may send, and keeps what it sent', () => {
    const events = remove(given(), 'asked');
    expect(events).toEqual([
      { type: 'device.removed', data: { deviceId: 'dev_1', policyId: 'pol_1', reason: 'asked' } },
    ]);
    expect(decided(given(), events)).toEqual({
      ...given(),
      version: 2,
      status: 'removed',
      removedAt: LATER,
      removedBecause: 'asked',
    });
  });

  it('happens once', () => {
    expect(remove(given(...remove(given(), 'asked')), 'consent-ended')).toEqual([]);
  });
});

describe('deleting what was driven', () => {
  const found = { batches: 12, trips: 3 };
  const place = { deviceId: 'dev_1', policyId: 'pol_1' };

  it('ends the device before anything is deleted, and keeps how much that is to be', () => {
    const events = beginDeletion(given(), 'consent-ended', found);
    expect(events.map(({ type }) => type)).toEqual(['device.removed', 'device.deletion-begun']);
    expect(decided(given(), events)).toMatchObject({
      ...alias,
      status: 'removed',
      removedBecause: 'consent-ended',
      drivingData: { status: 'kept' },
      deleting: found,
    });
  });

  it('leaves nothing that leads to its driver once all is deleted', () => {
    const deleting = given(...beginDeletion(given(), 'consent-ended', found));
    const events = endDeletion(deleting);
    expect(events).toEqual([{ type: 'device.driving-deleted', data: { ...place, ...found } }]);
    const device = decided(deleting, events);
    expect(device.drivingData).toEqual({ status: 'deleted', deletedAt: LATER, ...found });
    expect(JSON.stringify([device, events])).not.toMatch(/pseudonym|driverKey|deleting/);
  });

  it('leaves why a device was removed before as it was', () => {
    const removed = given(...remove(given(), 'asked'));
    const events = beginDeletion(removed, 'customer-erased', found);
    expect(events).toEqual([{ type: 'device.deletion-begun', data: { ...place, ...found } }]);
    expect(decided(removed, events)).toMatchObject({ removedBecause: 'asked', deleting: found });
  });

  it('begins once and ends once: the figures of the first time stand', () => {
    const none = { batches: 0, trips: 0 };
    const deleting = given(...beginDeletion(given(), 'consent-ended', found));
    expect(beginDeletion(deleting, 'customer-erased', none)).toEqual([]);
    const deleted = decided(deleting, endDeletion(deleting));
    expect(beginDeletion(deleted, 'customer-erased', none)).toEqual([]);
    expect(endDeletion(deleted)).toEqual([]);
  });

  it('does not end that has not begun', () => {
    expect(endDeletion(given())).toEqual([]);
  });
});
