import { describe, expect, it } from 'vitest';
import { permissions } from '../../openapi/generated/operations.ts';
import { inOnePhrase, masked, meaningOf, wish } from './page/permission.js';

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

describe('permissions together', () => {
  it('say what stays masked', () => {
    expect(masked(['POLICY_READ', 'IDENTITY_READ'])).toEqual([
      'your address, e-mail and telephone number',
      'your number plate and vehicle number',
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

  it('make one phrase', () => {
    expect(inOnePhrase(['POLICY_READ', 'IDENTITY_READ'])).toBe('your policy, your name and date of birth');
  });
});
