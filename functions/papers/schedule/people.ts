import type { components } from '../../../openapi/generated/types.ts';
import { addressLines, fact } from '../paper/facts.ts';
import type { Section } from '../paper/paper.ts';
import { dateInWords } from '../paper/wording.ts';

type Policy = components['schemas']['Policy'];

/** Whose policy it is. */
export function policyholderSection({ policyholder }: Policy): Section {
  const { givenName, familyName, dateOfBirth, email, phone, address } = policyholder;
  const name = [givenName, familyName].filter((part) => part !== undefined).join(' ');
  return {
    heading: 'Policyholder',
    facts: [
      fact('Name', name),
      fact('Date of birth', dateOfBirth && dateInWords(dateOfBirth)),
      fact('Address', ...addressLines(address)),
      fact('Contact', email, phone),
    ],
  };
}

/** Who drives the vehicle. */
export function driverSection({ driver }: Policy): Section {
  const { dateOfBirth, bonusMalusLevel: level } = driver;
  const birth = fact('Date of birth', dateOfBirth && dateInWords(dateOfBirth));
  return {
    heading: 'Driver',
    facts: level === undefined ? [birth] : [birth, fact('Bonus-malus level', String(level))],
  };
}
