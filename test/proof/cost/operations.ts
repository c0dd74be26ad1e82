import { type Claims, lossOf } from '../../support/claims.ts';
import type { Client, Reply } from '../../support/client.ts';
import { issueRequest, POLICYHOLDER, type Policies } from '../../support/policies.ts';
import { upcomingRequest } from '../../support/risks.ts';

/** Who asks, and for whom: policies of own damage that have been in force for weeks. */
export interface Market {
  broker: Client;
  policies: Policies;
  claims: Claims;
  staff: Claims;
  insured: readonly string[];
}

/** Something that is asked of the API, as one or several requests; `ready` is what is done for it beforehand. */
export interface Act<Ready = unknown> {
  ready?: (market: Market, turn: number) => Promise<Ready>;
  act: (market: Market, ready: Ready, turn: number) => Promise<readonly Reply[]>;
}

/** Everybody buys for themselves: what is put on record of one customer says nothing of the next. */
export function buyer(number: number) {
  return { ...POLICYHOLDER, email: `buyer-${number}@example.com` };
}

const policyOf = ({ insured }: Market, turn: number) => insured[turn % insured.length] ?? '';

/** What partners and staff do, by what it is. */
export const ACTS = {
  quote: { act: async ({ broker }) => [await broker.createQuote(upcomingRequest())] },
  bind: {
    ready: ({ broker }) => broker.createQuote(upcomingRequest()),
    act: async ({ policies }, quote, turn) => [
      await policies.issue(issueRequest(quote as Reply, { policyholder: buyer(1_000 + turn) })),
    ],
  },
  read: { act: async (market, _, turn) => [await market.policies.get(policyOf(market, turn))] },
  change: {
    ready: async (market, turn) => (await market.policies.get(policyOf(market, turn))).headers.get('etag'),
    act: async (market, etag, turn) => {
      const address = { line1: 'Rue Neuve 5', city: 'Liège', postcode: '4000', country: 'BE' };
      const effective = new Date(Date.now() + 10 * 86_400_000).toISOString().slice(0, 10);
      const quoted = await market.policies.quoteChange(policyOf(market, turn), effective, { address });
      const version = Number(String(etag).replaceAll('"', ''));
      return [quoted, await market.policies.issueChange(quoted, version)];
    },
  },
  claim: {
    act: async (market, _, turn) => {
      const notified = await market.claims.notify(lossOf(policyOf(market, turn)));
      return [notified, await market.staff.pay(notified.body.claimId, '400.00')];
    },
  },
} as const satisfies Record<string, Act>;

export type ActName = keyof typeof ACTS;
