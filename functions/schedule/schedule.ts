import type { PlainDate } from '../platform/calendar.ts';

/** The policy schedule in words: everything that the document says, and nothing of how it looks. */
export interface Schedule {
  insurer: string;
  /** What the customer bought, e.g. "Motor own damage". */
  productName: string;
  policyNumber: string;
  /** The day on which the document was made, in words, and as ISO 8601. */
  issuedOn: string;
  issuedAt: PlainDate;
  /** What the document is, and what part of the policy's life it shows. */
  introduction: string;
  /** What one looks for first, at most three. */
  summary: readonly Fact[];
  sections: readonly Section[];
}

/** A labelled value, in one line or more, and what is to be said of it in small print. */
export interface Fact {
  label: string;
  lines: readonly string[];
  note?: string;
}

/** A heading and what belongs under it. */
export type Section = { heading: string } & (
  | { facts: readonly Fact[] }
  | { amounts: readonly Amount[]; total: Amount; note: string }
  | { paragraphs: readonly Fact[] }
);

/** A row of a sum, e.g. "Premium tax" and "€65.20". */
export interface Amount {
  label: string;
  amount: string;
}
