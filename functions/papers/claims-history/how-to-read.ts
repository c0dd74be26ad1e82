import type { Section } from '../paper/paper.ts';

/** What the columns of the claims mean. */
export const howToRead: Section = {
  heading: 'How to read it',
  paragraphs: [
    {
      label: 'At fault',
      lines: [
        'The insured driver answers for what happened to third parties, in the share that is shown, as the insurer has decided, whatever was paid and came back since.',
      ],
    },
    { label: 'Undecided', lines: ['The claim is open, and may still turn out to be at fault.'] },
    {
      label: 'Not assessed',
      lines: [
        'Damage to the insured vehicle itself is paid whoever was at fault. What was denied or withdrawn is not looked into.',
      ],
    },
    { label: 'Paid', lines: ['Until the day of this statement. Of an open claim, more may be paid.'] },
    { label: 'Recovered', lines: ['What of that came back, from others or from the policyholder.'] },
  ],
};
