import type { Instant } from '../platform/clock.ts';
import type { Write } from '../platform/commit.ts';
import { temporaryKey } from '../platform/subject-key.ts';
import { keep, readRecord } from '../platform/vault.ts';
import type { Quote } from './quote.ts';

/** Names the reason of an underwriter's decision among the records of its quote. */
const RECORD = 'underwriting';

/** How long the reason of a decision is kept, so that it can be asked for when somebody complains of it. */
const KEPT_SECONDS = 2 * 365 * 24 * 60 * 60;

/** The write that keeps the reason of a decision: words about a person, which belong into no state or event. */
export async function keepReason(quoteId: string, reason: string, decidedAt: Instant): Promise<Write> {
  const expiresAt = Math.ceil(Date.parse(decidedAt) / 1000) + KEPT_SECONDS;
  return keep(await temporaryKey(quoteId), { recordId: RECORD, content: { reason }, expiresAt });
}

/** The reason of the decision on a quote; undefined where none was made, and once it is no longer kept. */
export async function readReason({ quoteId, underwriting }: Quote): Promise<string | undefined> {
  if (!underwriting) return undefined;
  return (await readRecord<{ reason: string }>(quoteId, RECORD))?.reason;
}
