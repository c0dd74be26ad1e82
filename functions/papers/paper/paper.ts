import type { PlainDate } from '../../platform/calendar.ts';

/** A document in words: everything that it says, and nothing of how it looks. */
export interface Paper {
  insurer: string;
  /** What sort of document it is, e.g. "Policy schedule". */
  kind: string;
  /** What it is called among others, e.g. "Policy schedule P26-7K3M-9Q2X-4T8V". */
  name: string;
  /** What it is about, e.g. what the customer bought, "Motor own damage". */
  title: string;
  /** Whose or which it is, e.g. "Policy P26-7K3M-9Q2X-4T8V". Every page says so. */
  subtitle: string;
  /** The day on which the document was made, in words, and as ISO 8601. */
  issuedOn: string;
  issuedAt: PlainDate;
  /** What the document is for, and what it shows. */
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
  | { facts: readonly Fact[]; table?: Table }
  | { amounts: readonly Amount[]; total: Amount; note: string }
  | { paragraphs: readonly Fact[] }
);

/** A row of a sum, e.g. "Premium tax" and "€65.20". */
export interface Amount {
  label: string;
  amount: string;
}

/** Things of one sort below each other: each row says of one what the columns are about, by its first cell it is known. */
export interface Table {
  columns: readonly Column[];
  rows: readonly (readonly string[])[];
}

/** What stands in a column of a table, and whether that is amounts. */
export interface Column {
  label: string;
  amounts?: boolean;
}
