import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { isRefusal } from '../platform/problem.ts';
import {
  acceptReferral,
  answerRequest,
  bind,
  declineReferral,
  evolve,
  expire,
  type Offer,
  type Quote,
  type QuoteEvent,
  type Requested,
  refuseDecision,
  statusAt,
} from './quote.ts';

const requested: Requested = {
  quoteId: 'quo_1',
  partnerId: 'broker',
  product: 'motor',
  startDate: '2026-12-01',
  createdAt: '2026-11-20T08:00:00.000Z',
  validUntil: '2026-12-20T08:00:00.000Z',
  rateBook: 'motor-be@1.0.0',
  rateBookDigest: 'digest',
  coverages: ['TPL'],
  facts: { age: 41 },
};
const BEFORE = '2026-12-20T07:59:59.999Z';
const AFTER = '2026-12-20T08:00:00.000Z';

const euros = (amount: string) => ({ amount, currency: 'EUR' });
const offer: Offer = {
  offerId: 'off_1',
  coverage: 'TPL',
  premium: { net: euros('100.00'), taxes: [], gross: euros('100.00') },
  factors: [],
};
const reasons = [{ code: 'fuel-not-rated', detail: 'A fuel without a price.' }];
const decided = (decision: 'accept' | 'decline') => ({ decision, decidedAt: BEFORE });

/** The quote that a history leaves. */
function given(...history: QuoteEvent[]): Quote {
  const quote = history.reduce<Quote | undefined>(evolve, undefined);
  if (!quote) throw new Error('nothing was given');
  return quote;
}
const offered = answerRequest(requested, { outcome: 'offered', offers: [offer] });
const referred = answerRequest(requested, { outcome: 'referred', reasons });
const declined = answerRequest(requested, { outcome: 'declined', reasons });

describe('a request', () => {
  it.each([
    ['offered', offered, { offers: [offer], reasons: [] }],
    ['referred', referred, { offers: [], reasons }],
    ['declined', declined, { offers: [], reasons }],
  ])('is %s: a quote of version 1 with all that it was made from', (status, event, outcome) => {
    expect(event.type).toBe(`quote.${status}`);
    expect(given(event)).toEqual({ ...requested, ...outcome, status, version: 1 });
  });
});

describe('a referred quote', () => {
  it('is offered, when an underwriter accepts it', () => {
    const underwriting = { ...decided('accept'), terms: { loading: '1.25' } };
    const quote = given(referred, acceptReferral(given(referred), underwriting, [offer]));
    expect(quote).toEqual({
      ...requested,
      status: 'offered',
      offers: [offer],
      reasons: [],
      underwriting,
      version: 2,
    });
  });

  it("is declined, when an underwriter declines it, for a reason that is in nobody's words", () => {
    const quote = given(referred, declineReferral(given(referred), decided('decline')));
    expect(quote).toMatchObject({
      status: 'declined',
      offers: [],
      version: 2,
      underwriting: decided('decline'),
    });
    expect(quote.reasons.map(({ code }) => code)).toEqual(['declined-by-underwriter']);
  });

  it('can be decided until its time is up', () => {
    expect(refuseDecision(given(referred), BEFORE)).toBeUndefined();
    expect(refuseDecision(given(referred), AFTER)?.refusal).toBe('quote-expired');
  });
});

describe('any other quote', () => {
  it.each([
    ['offered', offered],
    ['declined', declined],
  ])('that is %s waits for no decision', (_status, event) => {
    expect(refuseDecision(given(event), BEFORE)?.refusal).toBe('quote-not-referred');
  });
});

describe('binding', () => {
  const bound = bind(given(offered), 'pol_1', BEFORE) as QuoteEvent;

  it('makes an offered quote the quote of a policy, and leaves it as it was otherwise', () => {
    expect(bound).toEqual({
      type: 'quote.bound',
      data: { quoteId: 'quo_1', policyId: 'pol_1', product: 'motor', status: 'bound' },
    });
    const quote = given(offered, bound);
    expect(quote).toEqual({ ...given(offered), status: 'bound', policyId: 'pol_1', version: 2 });
  });

  it.each<[string, QuoteEvent[], string, string]>([
    ['that is referred', [referred], BEFORE, 'quote-not-offered'],
    ['that is declined', [declined], BEFORE, 'quote-not-offered'],
    ['whose time is up, told or not', [offered], AFTER, 'quote-expired'],
    ['that is referred and whose time is up', [referred], AFTER, 'quote-expired'],
    ['that is bound', [offered, bound], BEFORE, 'quote-bound'],
    ['that is bound and whose time is up', [offered, bound], AFTER, 'quote-bound'],
  ])('is refused of a quote %s', (_which, history, at, refusal) => {
    expect(bind(given(...history), 'pol_2', at)).toMatchObject({ refusal });
  });

  it('is an end: a bound quote neither expires nor waits for a decision', () => {
    const quote = given(offered, bound);
    expect(statusAt(quote, AFTER)).toBe('bound');
    expect(expire(quote, AFTER)).toBeUndefined();
    expect(refuseDecision(quote, BEFORE)?.refusal).toBe('quote-not-referred');
  });

  it('begins no quote', () => {
    expect(() => evolve(undefined, bound)).toThrow('cannot begin');
  });
});

describe('expiry', () => {
  it.each([
    ['an offered', offered],
    ['a referred', referred],
  ])('of %s quote comes with its instant, told or not, and is told once', (_status, event) => {
    const quote = given(event);
    expect(statusAt(quote, BEFORE)).toBe(quote.status);
    expect(expire(quote, BEFORE)).toBeUndefined();
    expect(statusAt(quote, AFTER)).toBe('expired');
    const expired = expire(quote, AFTER);
    expect(expired).toEqual({
      type: 'quote.expired',
      data: { quoteId: 'quo_1', product: 'motor', status: 'expired' },
    });
    const after = given(event, expired as QuoteEvent);
    expect(after).toEqual({ ...quote, status: 'expired', version: 2 });
    expect(expire(after, AFTER)).toBeUndefined();
  });

  it('is none of a declined quote', () => {
    expect(expire(given(declined), AFTER)).toBeUndefined();
    expect(statusAt(given(declined), AFTER)).toBe('declined');
  });

  it('begins no quote', () => {
    const expired = expire(given(offered), AFTER) as QuoteEvent;
    expect(() => evolve(undefined, expired)).toThrow('cannot begin by expiring');
  });
});

describe('a history', () => {
  type Command = { do: 'accept' | 'decline' | 'bind' | 'expire'; at: string };
  const commands = fc.array(
    fc.record({
      do: fc.constantFrom('accept', 'decline', 'bind', 'expire'),
      at: fc.constantFrom(BEFORE, AFTER),
    }),
    { maxLength: 8 },
  ) as fc.Arbitrary<Command[]>;

  const decide = (quote: Quote, command: Command): QuoteEvent | undefined => {
    if (command.do === 'expire') return expire(quote, command.at);
    if (command.do === 'bind') {
      const event = bind(quote, 'pol_1', command.at);
      return isRefusal(event) ? undefined : event;
    }
    if (refuseDecision(quote, command.at)) return undefined;
    return command.do === 'accept'
      ? acceptReferral(quote, decided('accept'), [offer])
      : declineReferral(quote, decided('decline'));
  };

  it('gives the same quote from its events as step by step, and what was requested never changes', () => {
    fc.assert(
      fc.property(fc.constantFrom(offered, referred, declined), commands, (first, orders) => {
        const history = [first];
        let quote = given(first);
        for (const order of orders) {
          const event = decide(quote, order);
          if (!event) continue;
          history.push(event);
          quote = evolve(quote, event);
        }
        expect(given(...history)).toEqual(quote);
        expect(quote.version).toBe(history.length);
        expect(quote).toMatchObject(requested);
        // One request, at most one decision, at most one end.
        expect(history.length).toBeLessThanOrEqual(3);
        expect(quote.offers.length > 0).toBe(history.some(({ type }) => type === 'quote.offered'));
        // Only what was offered is bound, and nothing comes after it.
        const binding = history.findIndex(({ type }) => type === 'quote.bound');
        expect(quote.status === 'bound').toBe(binding === history.length - 1);
        if (binding >= 0) expect(history[binding - 1]?.type).toBe('quote.offered');
      }),
    );
  });
});
