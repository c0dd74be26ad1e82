import type { PlainDate } from '../../platform/calendar.ts';

/** What the document says beside what the policy shows. */
export interface Circumstances {
  insurer: string;
  /** The day on which the document is made. */
  issuedOn: PlainDate;
  /** The first day without cover, as far as that is settled: the end of the term, or an earlier day. */
  coverEnd: PlainDate;
  /** Whether a further term can follow. */
  renewable: boolean;
}
