import { describe, expect, it } from 'vitest';
import { classedNames } from '../../openapi/generated/classed-names.ts';
import { permissions } from '../../openapi/generated/operations.ts';
import { inOnePhrase, masked, meaningOf, openUntilUsed, wish } from './page/permission.js';

describe('a permission', () => {
  it.each(permissions)('%s has words of its own', (permission) => {
    const { name, explanation } = meaningOf(permission);
    expect(name).not.toBe(permission.toLowerCase().replaceAll('_', ' '));
    expect(explanation).toMatch(/^[A-Z].*\.$/);
    expect(explanation).not.toContain('Ask the company');
  });

  it('that the page does not know is shown by its name, as sensitive, and not left out', () => {
    expect(meaningOf('DREAMS_READ')).toMatchObject({ name: 'dreams read', sensitive: true });
    expect(meaningOf('constructor')).toMatchObject({ name: 'constructor', sensitive: true });
  });

  it('to record how one drives, to see places, accounts or injuries is called sensitive', () => {
    const sensitive = permissions.filter((permission) => meaningOf(permission).sensitive);
    expect([...sensitive].sort()).toEqual([
      'FINANCIAL_READ',
      'HEALTH_READ',
      'LOCATION_READ',
      'TELEMATICS_COLLECT',
    ]);
  });
});

/** By which words the page speaks of what the contract classes as personal. */
const SPOKEN_OF: Record<string, string> = {
  givenName: 'name',
  familyName: 'name',
  dateOfBirth: 'date of birth',
  name: 'name',
  authorityReport: 'police report',
  line1: 'address',
  line2: 'address',
  city: 'town',
  postcode: 'postcode',
  country: 'country',
  email: 'e-mail',
  phone: 'telephone number',
  plate: 'number plate',
  insuredPlates: 'number plate',
  vin: 'vehicle number',
  powerKw: 'power',
  firstRegistered: 'first registration',
  fuel: 'fuel',
  use: 'private or work use',
  fleet: 'fleet',
  value: 'value',
  place: 'places where claims happened',
  positions: 'positions of your trips',
  lat: 'positions of your trips',
  lon: 'positions of your trips',
  pointCount: 'each trip',
  startedAt: 'when',
  endedAt: 'when',
  completedAt: 'when',
  durationSeconds: 'how long',
  distanceKm: 'how far',
  maxSpeedKmh: 'how fast',
  speedKmh: 'how fast',
  headingDeg: 'each trip',
  accelG: 'hard braking',
  nightShare: 'at night',
  events: 'hard braking',
  dispute: 'dispute',
  score: 'one figure',
  reasons: 'what cost you points',
  enough: 'one figure',
  annualKm: 'how many kilometres',
  tripCount: 'how many trips',
  disputedTripCount: 'how many trips',
  dayCount: 'days',
  firstDay: 'days',
  lastDay: 'days',
  drivingScore: 'what that did to a price',
  iban: 'accounts',
  estimatedAmount: 'estimated amounts',
  settlement: 'settled',
  loss: 'settled',
  description: 'what happened',
  injury: 'injuries',
  download: 'files',
};

/** The permissions that lift a class, of those that have no permission of their name. */
const LIFTED_BY: Record<string, readonly string[]> = {
  driving: ['TELEMATICS_TRIPS_READ', 'TELEMATICS_SCORE_READ'],
};

/** What staff wrote is for staff, and for the customer's own export: no consent shows it. */
const shownByConsent = Object.entries(classedNames).filter(([property]) => property !== 'text');

describe('the permission that lifts a class', () => {
  it.each(shownByConsent)('speaks of %s, which is of the class %s', (property, piiClass) => {
    const lifting = LIFTED_BY[piiClass] ?? [`${piiClass.toUpperCase()}_READ`];
    const words = lifting.map((permission) => {
      const { name, explanation } = meaningOf(permission);
      return `${name}. ${explanation}`;
    });
    expect(words.join(' ').toLowerCase()).toContain(SPOKEN_OF[property]);
  });
});

describe('permissions together', () => {
  it('say what stays masked', () => {
    expect(masked(['POLICY_READ', 'IDENTITY_READ'])).toEqual([
      'your address, e-mail and telephone number',
      'your vehicle (parts of its plate and number only)',
    ]);
    expect(masked(['POLICY_READ', 'IDENTITY_READ', 'CONTACT_READ', 'VEHICLE_READ'])).toEqual([]);
  });

  it('speak of masks only where something is shown', () => {
    expect(masked(['TELEMATICS_SCORE_READ'])).toEqual([]);
  });

  it.each([
    [['POLICY_READ', 'POLICY_CHANGE'], 'change your policy, once'],
    [['CLAIM_NOTIFY'], 'report a claim for you, once'],
    [['TELEMATICS_COLLECT', 'POLICY_READ'], 'record how you drive'],
    [['POLICY_READ'], 'see some of your insurance data'],
  ])('%s are asked for to %s', (asked, words) => {
    expect(wish(asked)).toBe(words);
  });

  it('for one occasion are open until it comes, as far as they are not for the occasion itself', () => {
    const partner = { partnerId: 'reader', name: 'Reader' };
    const asked = ['POLICY_READ', 'POLICY_CHANGE', 'CONTACT_READ'];
    expect(openUntilUsed({ oneShot: true, permissions: asked, partner })).toBe(
      'Until it is used or ends, this is open to Reader as well, as often as it likes: your policy, your contact details.',
    );
    expect(openUntilUsed({ oneShot: true, permissions: ['CLAIM_NOTIFY'], partner })).toBeUndefined();
    expect(openUntilUsed({ oneShot: false, permissions: ['POLICY_READ'], partner })).toBeUndefined();
  });

  it('make one phrase', () => {
    expect(inOnePhrase(['POLICY_READ', 'IDENTITY_READ'])).toBe('your policy, your name and date of birth');
  });
});
