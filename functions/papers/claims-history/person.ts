import type { components } from '../../../openapi/generated/types.ts';
import { addressLines, fact } from '../paper/facts.ts';
import type { Section } from '../paper/paper.ts';
import { dateInWords } from '../paper/wording.ts';

type ClaimsHistory = components['schemas']['ClaimsHistory'];

/** The name of whose history it is. */
export function nameOf({ policyholder }: ClaimsHistory): string {
  if (!policyholder) return 'Nobody insured';
  return [policyholder.givenName, policyholder.familyName].filter((part) => part !== undefined).join(' ');
}

/** Whose history it is. */
export function personSection(history: ClaimsHistory): Section[] {
  const { policyholder } = history;
  if (!policyholder) return [];
  const { dateOfBirth, address } = policyholder;
  return [
    {
      heading: 'Policyholder',
      facts: [
        fact('Name', nameOf(history)),
        fact('Date of birth', dateOfBirth && dateInWords(dateOfBirth)),
        fact('Address', ...addressLines(address)),
      ],
    },
  ];
}
