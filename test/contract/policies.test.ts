import { describe, expect, test } from 'vitest';
import { validators } from '../../openapi/generated/validators/policies.js';
import type { Validate } from '../../openapi/generated/validators/validators.ts';
import { bodyWith, pointersOf } from './contract.ts';

const issue = validators.issuePolicy.body as Validate;
const change = validators.quoteChange.body as Validate;
const cancellation = validators.cancelPolicy.body as Validate;
const list = validators.listPolicies.query;
const read = validators.getPolicy.query;

const address = { line1: 'Veldstraat 1', city: 'Gent', postcode: '9000', country: 'BE' };
const request = {
  quoteId: 'quo_01KAE8Z2V0Q8M5T3S7R9XWYB4C',
  offerId: 'off_01KAE8Z2V0ZJ5H0C1N4T6P8Q2R',
  policyholder: {
    givenName: 'Anna',
    familyName: 'Peeters',
    dateOfBirth: '1985-03-02',
    email: 'anna@example.com',
    phone: '+32470123456',
    address,
  },
  vehicle: { vin: 'WVWZZZ1JZXW000001', plate: '1ABC234' },
  termsReceivedAt: '2026-11-25',
  paymentPlan: 'annual',
};
const vehicle = {
  ...request.vehicle,
  powerKw: 66,
  firstRegistered: '2017-12-01',
  fuel: 'diesel',
  use: 'private',
  fleet: false,
};

describe('a request for a policy', () => {
  test.each<[string, unknown]>([
    ['/policyholder/givenName', 'Ægir Þór'],
    ['/policyholder/givenName', '明'],
    ['/policyholder/familyName', "van den O'Neill-Ångström"],
    ['/policyholder/familyName', '𝒫'.repeat(100)],
    ['/policyholder/email', 'a.b+c@mail.example.co.uk'],
    ['/policyholder/phone', '+4930901820'],
    ['/policyholder/address/line2', 'Bus 3'],
    ['/policyholder/address/postcode', 'SW1A 1AA'],
    ['/vehicle/plate', 'TÖL-AB 123'],
    ['/vehicle/plate', '1-abc-234'],
    ['/vehicle/plate', 'A'],
  ])('fits with %s %j', (pointer, value) => {
    expect(pointersOf(issue, request)).toEqual([]);
    expect(pointersOf(issue, bodyWith(request, pointer, value))).toEqual([]);
  });

  const required = ['/quoteId', '/offerId', '/policyholder', '/vehicle', '/termsReceivedAt', '/paymentPlan'];
  required.push('/policyholder/givenName', '/policyholder/familyName', '/policyholder/dateOfBirth');
  required.push('/policyholder/email', '/policyholder/phone', '/policyholder/address', '/vehicle/vin');
  required.push('/policyholder/address/line1', '/policyholder/address/country', '/vehicle/plate');
  test.each(required)('does not fit without %s', (pointer) => {
    expect(pointersOf(issue, bodyWith(request, pointer, undefined))).toEqual([pointer]);
  });

  test.each<[string, unknown]>([
    ['/quoteId', 'off_01KAE8Z2V0ZJ5H0C1N4T6P8Q2R'],
    ['/policyholder/givenName', ''],
    ['/policyholder/givenName', ' '],
    ['/policyholder/givenName', 'An\nna'],
    ['/policyholder/familyName', 'x'.repeat(101)],
    ['/policyholder/dateOfBirth', '1985-02-30'],
    ['/policyholder/email', 'anna'],
    ['/policyholder/email', 'anna@example'],
    ['/policyholder/email', 'anna @example.com'],
    ['/policyholder/email', 'a@b@example.com'],
    ['/policyholder/email', `a@${'x.'.repeat(8)}com`],
    ['/policyholder/phone', '0470123456'],
    ['/policyholder/phone', '+0470123456'],
    ['/policyholder/phone', '+32 470 12 34 56'],
    ['/policyholder/phone', '+3247012345678901'],
    ['/policyholder/address/country', 'Belgium'],
    ['/vehicle/vin', 'WVWZZZ1JZXW00000'],
    ['/vehicle/vin', 'WVWZZZ1JZXW00000O'],
    ['/vehicle/vin', 'wvwzzz1jzxw000001'],
    ['/vehicle/plate', ''],
    ['/vehicle/plate', ' '],
    ['/vehicle/plate', '-'],
    ['/vehicle/plate', '1ABC234567890'],
    ['/vehicle/plate', '1ABC/234'],
    ['/termsReceivedAt', '2026-11-25T09:00:00Z'],
    ['/paymentPlan', 'monthly'],
  ])('does not fit with %s %j', (pointer, value) => {
    expect(pointersOf(issue, bodyWith(request, pointer, value))).toContain(pointer);
  });

  test.each(['/extra', '/policyholder/sex', '/policyholder/address/state', '/vehicle/powerKw'])(
    'does not fit with the unknown %s',
    (pointer) => {
      const parent = pointer.slice(0, pointer.lastIndexOf('/'));
      expect(pointersOf(issue, bodyWith(request, pointer, 'x'))).toEqual([parent]);
    },
  );
});

describe('a change', () => {
  const asked = (what: unknown) => ({ effectiveDate: '2027-03-01', change: what });

  test.each([
    { vehicle },
    { vehicle: { ...vehicle, value: { amount: '20000.00', currency: 'EUR' } } },
    { driver: { dateOfBirth: '1990-07-14', bonusMalusLevel: 5 } },
    { address },
    { coverage: 'TPL++' },
    { vehicle, address, coverage: 'TPL' },
  ])('may be of %j', (what) => {
    expect(pointersOf(change, asked(what))).toEqual([]);
  });

  test.each<[unknown, string]>([
    [{}, '/change'],
    [null, '/change'],
    [{ plate: '1ABC234' }, '/change'],
    [{ policyholder: request.policyholder }, '/change'],
    [{ vehicle: request.vehicle }, '/change/vehicle/powerKw'],
    [{ vehicle: { ...vehicle, vin: 'x' } }, '/change/vehicle/vin'],
    [{ driver: { bonusMalusLevel: 5 } }, '/change/driver/dateOfBirth'],
    [{ address: { country: 'BE', postcode: '9000' } }, '/change/address/line1'],
    [{ coverage: ['TPL'] }, '/change/coverage'],
  ])('may not be of %j', (what, pointer) => {
    expect(pointersOf(change, asked(what))).toContain(pointer);
  });

  test('is issued without saying anything more', () => {
    expect(validators.issueChange.body).toBeNull();
  });
});

describe('a cancellation', () => {
  test.each(['not-taken-up', 'cooling-off', 'customer-request', 'insurer', 'non-payment', 'total-loss'])(
    'may be for %s',
    (reason) => {
      expect(pointersOf(cancellation, { effectiveDate: '2027-03-01', reason })).toEqual([]);
    },
  );

  test.each<[object, string]>([
    [{ effectiveDate: '2027-03-01', reason: 'moved' }, '/reason'],
    [{ effectiveDate: '2027-03-01T00:00:00Z', reason: 'insurer' }, '/effectiveDate'],
    [{ reason: 'insurer' }, '/effectiveDate'],
    [{ effectiveDate: '2027-03-01', reason: 'insurer', basis: 'flat' }, ''],
  ])('does not fit as %j', (body, pointer) => {
    expect(pointersOf(cancellation, body)).toContain(pointer);
  });
});

describe('a policy is read', () => {
  test.each([
    {},
    { effectiveAt: '2026-12-15' },
    { knownAt: '2026-12-15T09:00:00Z' },
    { effectiveAt: '2026-12-15T00:00:00+01:00', knownAt: '2026-12-15T09:00:00.123Z' },
  ])('as %j', (query) => {
    expect(pointersOf(read, { ...query })).toEqual([]);
  });

  test.each([
    [{ effectiveAt: '' }, '/effectiveAt'],
    [{ effectiveAt: 'now' }, '/effectiveAt'],
    [{ effectiveAt: '2026-02-30' }, '/effectiveAt'],
    [{ effectiveAt: '9999-12-31T23:59:59Z' }, '/effectiveAt'],
    [{ knownAt: '2201-01-01T00:00:00Z' }, '/knownAt'],
    [{ knownAt: '1899-12-31T23:59:59Z' }, '/knownAt'],
    [{ knownAt: '2026-12-15T09:00:00' }, '/knownAt'],
    [{ knownAt: ['2026-12-15', '2026-12-16'] }, '/knownAt'],
    [{ at: '2026-12-15' }, ''],
  ])('not as %j', (query, pointer) => {
    expect(pointersOf(read, query)).toContain(pointer);
  });
});

describe('policies are searched', () => {
  test.each([{}, { plate: '1-ABC 234' }, { policyNumber: 'P26-7K3M-9Q2X-4T8V' }])('by %j', (query) => {
    expect(pointersOf(list, { ...query })).toEqual([]);
  });

  test.each([
    [{ plate: '' }, '/plate'],
    [{ plate: '%' }, '/plate'],
    [{ policyNumber: 'P26' }, '/policyNumber'],
    [{ policyNumber: 'P26-7K3M-9Q2X-4T8I' }, '/policyNumber'],
    [{ status: 'in-force' }, ''],
  ])('not by %j', (query, pointer) => {
    expect(pointersOf(list, query)).toContain(pointer);
  });
});

test('what moves cover takes an id of the right kind', () => {
  const { path } = validators.issueChange;
  const policyId = 'pol_01KAHJ3M7C4N8X2V6B9Q1W5E0R';
  expect(path?.({ policyId, changeId: 'chg_01KB4T0YHS6D3F8G1J5K9M2N7P' })).toBe(true);
  expect(path?.({ policyId, changeId: 'txn_01KB4T0YHS6D3F8G1J5K9M2N7P' })).toBe(false);
  expect(path?.({ policyId: 'quo_01KAHJ3M7C4N8X2V6B9Q1W5E0R', changeId: 'chg_1' })).toBe(false);
});
