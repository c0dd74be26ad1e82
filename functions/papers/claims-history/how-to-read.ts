import type { Section } from '../paper/paper.ts';

/** What the columns of the claims mean. */
export const howToRead: Section = {
  heading: 'How to read it',
  paragraphs: [
    {
      label: 'At fault',
      lines: [
        'Third parties were paid for what the insured driver answers for, in the share that is shown, and not all of it came back. Damage to the insured vehicle itself is paid whoever was at fault.',
      ],
    },
    { label: 'Undecided', lines: ['The claim is open, and may still turn out to be at fault.'] },
    { label: 'Paid', lines: ['Until the day of this statement. Of an open claim, more may be paid.'] },
    { label: 'Recovered', lines: ['What of that came back, from others or from the policyholder.'] },
  ],
};
