import type { components } from '../../../openapi/generated/types.ts';
import type { PlainDate } from '../../platform/calendar.ts';
import type { Fact } from '../paper/paper.ts';
import { dateInWords, timeZoneInWords } from '../paper/wording.ts';

type Schemas = components['schemas'];
type Policy = Schemas['Policy'];

const STATUSES: Record<Policy['status'], string> = {
  pending: 'Not yet in force',
  'in-force': 'In force',
  cancelled: 'Cancelled',
  expired: 'Expired',
  lapsed: 'Lapsed',
};

/** How the policy stands. */
export function statusFact({ status }: Policy): Fact {
  return { label: 'Status', lines: [STATUSES[status]] };
}

/** From when to when there is cover, in the clocks of the product. */
export function periodFact({ term }: Policy, { timeZone }: Schemas['Product'], coverEnd: PlainDate): Fact {
  const label = 'Period of cover';
  if (coverEnd <= term.start) return { label, lines: ['No cover'] };
  return {
    label,
    lines: [`From ${dateInWords(term.start)}`, `until ${dateInWords(coverEnd)}`],
    note: `each at 00:00, ${timeZoneInWords(timeZone)}`,
  };
}

/** Whether there is no cover any more, or it is settled that it ends before the term does. */
export function endsEarly({ status, term }: Policy, coverEnd: PlainDate): boolean {
  return hasEnded(status) || coverEnd < term.end;
}

/** What part of the policy's life is shown, where it is not the whole term, and when cover ends early. */
export function remark({ status, term, effective }: Policy, coverEnd: PlainDate): string {
  const until = effective.to < term.end ? ` until ${dateInWords(effective.to)}` : '';
  if (hasEnded(status)) {
    const first = status === 'expired' ? term.end : effective.from;
    return ` There is no cover from ${dateInWords(first)}${until}.`;
  }
  if (coverEnd < term.end) return ` Cover has been cancelled and ends on ${dateInWords(coverEnd)}.`;
  if (effective.from <= term.start && until === '') return '';
  return ` It shows the policy as it is from ${dateInWords(effective.from)}${until}.`;
}

function hasEnded(status: Policy['status']): boolean {
  return status !== 'pending' && status !== 'in-force';
}
