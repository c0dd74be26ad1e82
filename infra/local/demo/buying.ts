import { randomUUID } from 'node:crypto';
import type { Client } from './client.ts';
import { policyholder, risk, vehicle } from './people.ts';
import type { Policy, Product, Quote } from './shapes.ts';
import { detail, done } from './terminal.ts';
import { money, short } from './words.ts';

/** Looks up what can be bought. */
export async function showProduct(client: Client): Promise<void> {
  const product = await client.get<Product>('/products/motor');
  done('Product', product.name);
  detail(`a quote stands ${product.quoteValidityDays} days; ${product.coolingOffDays} days to withdraw`);
}

/** Asks what it costs. */
export async function askForQuote(client: Client, startDate: string): Promise<Quote> {
  const quote = await client.post<Quote>('/quotes', { body: { product: 'motor', startDate, ...risk } });
  done('Quote', `${short(quote.quoteId)}, ${quote.status} on ${quote.rateBook}`);
  for (const { coverage, premium } of quote.offers) {
    detail(`${coverage.padEnd(6)}net ${premium.net.amount.padStart(8)}`, money(premium.gross));
  }
  return quote;
}

/** Takes an offer; and once more with the same key, as after a lost answer, which changes nothing. */
export async function takeOffer(client: Client, quote: Quote, coverage: string): Promise<Policy> {
  const offer = quote.offers.find((one) => one.coverage === coverage);
  if (!offer) throw new Error(`${quote.quoteId} has no offer of ${coverage}`);
  const { quoteId, createdAt } = quote;
  const body = {
    ...{ quoteId, offerId: offer.offerId, policyholder, vehicle },
    termsReceivedAt: createdAt.slice(0, 10),
    paymentPlan: 'annual',
  };
  const request = { body, key: randomUUID() };
  const policy = await client.post<Policy>('/policies', request);
  const { policyId, policyNumber, status, term } = policy;
  done('Policy', `${short(policyId)}, number ${policyNumber}, ${status}`);
  detail(`${coverage} from ${term.start} to ${term.end}`, money(policy.premium.gross));
  const again = await client.post<Policy>('/policies', request);
  if (again.policyId !== policyId) throw new Error('the same request made another policy');
  detail('sent again with the same key: the same policy');
  return policy;
}
