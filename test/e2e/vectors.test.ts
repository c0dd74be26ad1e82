import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type RunningApi, startApi } from '../support/api.ts';
import { Client } from '../support/client.ts';
import { upcomingDate } from '../support/risks.ts';
import {
  carriedVectors,
  NOT_PUBLISHED,
  publishedVectors,
  vectorAmounts,
  vectorRequest,
} from '../support/vectors.ts';

const START_DATE = upcomingDate();
const AT_ONCE = 8;

let api: RunningApi;
let aggregator: Client;

beforeAll(async () => {
  api = await startApi();
  aggregator = await Client.of(api, 'aggregator');
});
afterAll(() => api?.stop());

describe('the motor tariff, asked over HTTP', () => {
  it('prices the risks that lie here to the cent', async () => {
    expect(await quotedAmounts(carriedVectors)).toEqual(carriedVectors.map(vectorAmounts));
  });

  it('prices every published risk to the cent', async ({ skip }) => {
    const vectors = publishedVectors() ?? skip(NOT_PUBLISHED);
    expect(vectors.length).toBe(500);
    expect(await quotedAmounts(vectors)).toEqual(vectors.map(vectorAmounts));
  });
});

/** Net, tax and gross of each vector as the aggregator is quoted them. */
async function quotedAmounts(vectors: readonly string[]): Promise<string[][]> {
  const amounts: string[][] = [];
  for (let start = 0; start < vectors.length; start += AT_ONCE) {
    amounts.push(...(await Promise.all(vectors.slice(start, start + AT_ONCE).map(quotedAmount))));
  }
  return amounts;
}

async function quotedAmount(vector: string): Promise<string[]> {
  const { status, body } = await aggregator.createQuote(vectorRequest(vector, START_DATE));
  if (status !== 201 || body.offers.length !== 1) return [vector, JSON.stringify(body)];
  const { net, taxes, gross } = body.offers[0].premium;
  return [net, ...taxes.map((tax: { amount: object }) => tax.amount), gross].map(({ amount }) => amount);
}
