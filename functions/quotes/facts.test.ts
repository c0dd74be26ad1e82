import { describe, expect, it } from 'vitest';
import { factsOf } from '../../test/support/prices.ts';
import { quoteRequest, readBook } from '../../test/support/risks.ts';
import { deriveFacts } from './facts.ts';

const motor = readBook('motor-be@1.0.0');
const ownDamage = readBook('own-damage@1.0.0');

describe('facts of a motor risk', () => {
  it('are derived, and hold nothing personal', () => {
    const request = quoteRequest();
    expect(deriveFacts(motor, request)).toEqual({
      facts: {
        driverAge: 41,
        bonusMalusLevel: 2,
        powerKw: 66,
        vehicleAge: 9,
        fuel: 'diesel',
        use: 'private',
        fleet: false,
        province: 'EastFlanders',
      },
    });
  });
});

describe('facts of a section', () => {
  it.each([
    ['driver', { driverAge: 41, bonusMalusLevel: 2 }],
    ['vehicle', { powerKw: 66, vehicleAge: 9, fuel: 'diesel', use: 'private', fleet: false }],
    ['address', { province: 'EastFlanders' }],
  ] as const)('%s are derived from it and the start date alone', (section, facts) => {
    const { startDate, [section]: said } = quoteRequest();
    expect(deriveFacts(motor, { startDate, [section]: said }, section)).toEqual({ facts });
  });

  it('make the facts of the whole, taken together', () => {
    const sections = (['driver', 'vehicle', 'address'] as const).map((section) => {
      const derived = deriveFacts(motor, quoteRequest(), section);
      return 'facts' in derived ? derived.facts : {};
    });
    expect({ facts: Object.assign({}, ...sections) }).toEqual(deriveFacts(motor, quoteRequest()));
  });

  it('are an amount too', () => {
    const value = { amount: '100000.00', currency: 'EUR' };
    expect(deriveFacts(ownDamage, { vehicle: { value } }, 'vehicle')).toEqual({
      facts: { vehicleValue: '100000.00' },
    });
    expect(deriveFacts(ownDamage, {}, 'driver')).toEqual({ facts: {} });
  });

  it('are refused where the section lacks what the book reads', () => {
    expect(deriveFacts(motor, { startDate: '2026-12-01', driver: {} }, 'driver')).toMatchObject({
      refusal: 'input-required',
      pointer: '/driver/dateOfBirth',
    });
  });
});

describe('completed years', () => {
  it.each([
    ['the day before a birthday', '1985-12-02', '2026-12-01', 40],
    ['a birthday', '1985-12-01', '2026-12-01', 41],
    ['the day before seventeen', '2009-12-02', '2026-12-01', 16],
    ['seventeen', '2009-12-01', '2026-12-01', 17],
    ['29 February, on 28 February of a common year', '2008-02-29', '2027-02-28', 18],
    ['29 February, on 1 March of a common year', '2008-02-29', '2027-03-01', 19],
    ['29 February, on 28 February of a leap year', '2008-02-29', '2028-02-28', 19],
    ['29 February, on 29 February', '2008-02-29', '2028-02-29', 20],
    ['28 February, on 29 February', '2007-02-28', '2028-02-29', 21],
    ['the first day', '2026-12-01', '2026-12-01', 0],
  ])('%s', (_when, dateOfBirth, startDate, age) => {
    const request = quoteRequest({
      startDate,
      driver: { dateOfBirth },
      vehicle: { firstRegistered: '2000-01-01' },
    });
    expect(factsOf(motor, request).driverAge).toBe(age);
  });

  it('are 0 for a vehicle that is registered on the day cover starts', () => {
    expect(factsOf(motor, quoteRequest({ vehicle: { firstRegistered: '2026-12-01' } })).vehicleAge).toBe(0);
  });

  it('are refused where the first date is the later one', () => {
    expect(deriveFacts(motor, quoteRequest({ vehicle: { firstRegistered: '2026-12-02' } }))).toMatchObject({
      refusal: 'contradictory-facts',
      pointer: '/vehicle/firstRegistered',
    });
    expect(deriveFacts(motor, quoteRequest({ driver: { dateOfBirth: '2027-01-01' } }))).toMatchObject({
      refusal: 'contradictory-facts',
      pointer: '/driver/dateOfBirth',
    });
  });
});

describe('a postcode', () => {
  it.each([
    ['1000', 'Brussels'],
    ['1299', 'Brussels'],
    ['1300', 'WalloonBrabant'],
    ['1999', 'FlemishBrabant'],
    ['5680', 'Namur'],
    ['5681', 'Hainaut'],
    ['6599', 'Hainaut'],
    ['6600', 'Luxembourg'],
    ['9999', 'EastFlanders'],
    ['0999', null],
    ['10000', null],
    ['09000', null],
    ['9000 ', null],
    ['90.0', null],
    ['9e3', null],
    ['B-9000', null],
  ])('%s lies in %s', (postcode, province) => {
    expect(factsOf(motor, quoteRequest({ address: { postcode } })).province).toBe(province);
  });

  it('of another country lies in none', () => {
    expect(factsOf(motor, quoteRequest({ address: { country: 'NL' } })).province).toBeNull();
  });
});

describe('the value of a vehicle', () => {
  it('is an amount in the currency of the book', () => {
    const value = { amount: '100000.00', currency: 'EUR' };
    expect(deriveFacts(ownDamage, quoteRequest({ vehicle: { value } }))).toEqual({
      facts: { vehicleValue: '100000.00' },
    });
  });

  it('is required', () => {
    expect(deriveFacts(ownDamage, quoteRequest())).toMatchObject({
      refusal: 'vehicle-value-required',
      pointer: '/vehicle/value',
    });
  });

  it('is refused in another currency', () => {
    const value = { amount: '100000.00', currency: 'GBP' };
    expect(deriveFacts(ownDamage, quoteRequest({ vehicle: { value } }))).toMatchObject({
      refusal: 'currency-mismatch',
    });
  });
});

it('refuses a request that lacks what the book reads', () => {
  expect(deriveFacts(motor, quoteRequest({ vehicle: { powerKw: undefined } }))).toMatchObject({
    refusal: 'input-required',
    pointer: '/vehicle/powerKw',
  });
});
