import type { Change, Commitment } from '../../functions/platform/commit.ts';
import type { PlatformTable } from './platform.ts';

/** The tables that changes of tests are written to. */
export const CHANGED_TABLES = {
  Quotes: { variable: 'QUOTES_TABLE', keys: ['quoteId'] },
  Policies: { variable: 'POLICIES_TABLE', keys: ['policyId'] },
  Ledger: { variable: 'LEDGER_TABLE', keys: ['aggregateId', 'version'] },
  Idempotency: { variable: 'IDEMPOTENCY_TABLE', keys: ['requestKey'] },
} as const satisfies Record<string, PlatformTable>;

/** A new quote, or what a test says instead. */
export function changeOf(aggregateId: string, instead: Partial<Change> = {}): Change {
  return {
    aggregateId,
    expectedVersion: 0,
    occurredAt: '2026-11-20T08:00:00.000Z',
    events: [{ eventId: 'evt_1', type: 'quote.offered', data: { quoteId: aggregateId } }],
    state: {
      table: 'Quotes',
      key: 'quoteId',
      doc: { status: 'offered' },
      indexes: { listingKey: 'broker#2026#1' },
    },
    origin: {
      partnerId: 'broker',
      actor: 'broker-app',
      operationId: 'createQuote',
      requestId: 'request-1',
      interactionId: 'interaction-1',
    },
    ...instead,
  };
}

/** What is committed beside changes. */
export type Beside = Omit<Commitment, 'changes'>;

/** What a request asks to be remembered by. */
export const mark = (requestKey: string) => ({ requestKey, requestHash: 'hash', status: 201 });

/** A deadline that leaves time for everything. */
export const soon = () => Date.now() + 5_000;
