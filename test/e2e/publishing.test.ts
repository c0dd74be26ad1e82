import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { RateBook } from '../../functions/quotes/rate-book.ts';
import { alteredAssembly, codeOf } from '../support/altered-assembly.ts';
import { type RunningApi, startApi } from '../support/api.ts';
import { Client, type Reply } from '../support/client.ts';
import { readBook, upcomingRequest } from '../support/risks.ts';

const REFERRED = upcomingRequest({ vehicle: { fuel: 'electric' } });
const ACCEPT = { decision: 'accept', reason: 'A known model.', terms: { rateAs: { fuel: 'gasoline' } } };

let api: RunningApi;
let broker: Client;
let underwriter: Client;
let quote: Reply;
let decided: Reply;
let referral: Reply;

/** Each a quote of the first book, made before anything else is published. */
beforeAll(async () => {
  await start();
  quote = await broker.createQuote(upcomingRequest());
  decided = await accept(await broker.createQuote(REFERRED));
  referral = await broker.createQuote(REFERRED);
});
afterAll(() => api?.stop());

describe('a newer version of a rate book', () => {
  beforeAll(() => startWith({ 'motor-be@1.1.0': dearer('motor-be@1.0.0') }));

  it('prices new quotes', async () => {
    const { body } = await broker.createQuote(upcomingRequest());

    expect(body.rateBook).toBe('motor-be@1.1.0');
    expect(grossOf(body)).toBeGreaterThan(grossOf(quote.body));
    expect((await broker.replayQuote(body.quoteId)).body).toMatchObject({ same: true });
  });

  it('leaves the price of older quotes, and their replay', async () => {
    for (const { body } of [quote, decided]) {
      const replay = await broker.replayQuote(body.quoteId);
      const { offers } = body;
      expect(replay.body).toEqual({ same: true, rateBook: 'motor-be@1.0.0', offers, replayedOffers: offers });
    }
  });

  it('leaves an older referral to the book that referred it', async () => {
    const { status, body } = await accept(referral);

    expect(status).toBe(200);
    expect(body.rateBook).toBe('motor-be@1.0.0');
    expect(grossOf(body)).toBe(grossOf(decided.body));
  });
});

describe('a rate book that was altered after it had priced', () => {
  let open: Reply;
  beforeAll(async () => {
    await startWith({});
    open = await broker.createQuote(REFERRED);
    await startWith({ 'motor-be@1.0.0': dearer('motor-be@1.0.0') });
  });

  it('is found out by a replay', async () => {
    const { status, body } = await broker.replayQuote(quote.body.quoteId);

    expect(status).toBe(409);
    expect(body.type).toBe('urn:partner-api:problem:rate-book-altered');
  });

  it('prices no referral', async () => {
    expect(await accept(open)).toMatchObject({
      status: 409,
      body: { type: 'urn:partner-api:problem:rate-book-altered' },
    });
    expect((await broker.getQuote(open.body.quoteId)).body.status).toBe('referred');
  });

  it('does not keep its quotes from being read', async () => {
    const { quoteId } = quote.body;
    expect((await broker.getQuote(quoteId)).body).toEqual(quote.body);
  });
});

async function start(cdkOut?: string): Promise<void> {
  const dataDir = api?.dataDir;
  await api?.stop();
  api = await startApi({ ...(dataDir && { dataDir }), ...(cdkOut && { cdkOut }) });
  [broker, underwriter] = await Promise.all([Client.of(api, 'broker'), Client.of(api, 'handler')]);
}

/** Starts on the same data with these books beside the shipped ones, or in their place. */
async function startWith(books: Record<string, RateBook>): Promise<void> {
  const assembly = alteredAssembly();
  const folder = join(codeOf(assembly, 'quotes'), 'books');
  for (const [name, book] of Object.entries(books)) {
    writeFileSync(join(folder, `${name}.json`), JSON.stringify(book));
  }
  await start(assembly);
}

/** A book that rates every fuel a tenth dearer. */
function dearer(name: string): RateBook {
  const book = readBook(name);
  const { relativities } = book.factors.fuel ?? {};
  if (!relativities) throw new Error(`${name} does not rate the fuel`);
  for (const fuel of Object.keys(relativities))
    relativities[fuel] = (Number(relativities[fuel]) * 1.1).toFixed(4);
  return book;
}

function accept({ body, headers }: Reply): Promise<Reply> {
  return underwriter.decideReferral(body.quoteId, ACCEPT, { 'if-match': headers.get('etag') ?? '' });
}

function grossOf({ offers }: { offers: { premium: { gross: { amount: string } } }[] }): number {
  return Number(offers[0]?.premium.gross.amount);
}
