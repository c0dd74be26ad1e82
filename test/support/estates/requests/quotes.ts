import { writeCursor } from '../../../../functions/middleware/cursor.ts';
import type { OperationsOf } from '../../../../openapi/generated/operations.ts';
import { daysAhead } from '../../days.ts';
import { holderOf, riskOf } from '../owner.ts';
import type { Owned } from './owned-request.ts';

/** How each operation on quotes and products is asked for. */
export const quoteRequests: Record<OperationsOf<'quotes'>, Owned> = {
  getProduct: { by: 'partner', request: () => ({ path: { product: 'motor' } }) },
  listQuotes: {
    by: 'partner',
    request: ({ quote }) => ({ query: { limit: '1', cursor: writeCursor(quote) } }),
  },
  createQuote: {
    by: 'partner',
    request: ({ driving }, owner) => ({ under: driving, body: riskOf(owner, daysAhead(10)) }),
  },
  getQuote: { by: 'partner', request: ({ quote }) => ({ path: { quoteId: quote } }) },
  decideReferral: {
    by: 'staff',
    request: ({ referred }) => ({
      path: { quoteId: referred },
      body: { decision: 'decline', reason: 'Not this one.' },
      versionAt: `/quotes/${referred}`,
    }),
  },
  replayQuote: { by: 'partner', request: ({ quote }) => ({ path: { quoteId: quote } }) },
};

/** What a policy is issued from. */
export const issuePolicy: Owned = {
  by: 'partner',
  request: ({ bindable, offer }, owner) => ({
    body: {
      ...{ quoteId: bindable, offerId: offer },
      ...holderOf(owner),
      termsReceivedAt: daysAhead(0),
      paymentPlan: 'annual',
    },
  }),
};
