import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { isRefusal, type Refusal } from '../platform/problem.ts';
import { authorise, reject } from './authorisation.ts';
import {
  type Consent,
  type ConsentEvent,
  type ConsentStatus,
  consume,
  covers,
  evolve,
  expire,
  isLive,
  resume,
  revoke,
  statusAt,
  suspend,
  type Terms,
} from './consent.ts';
import { reestablish } from './reestablishment.ts';

const HOUR = 3_600_000;
const BEGIN = Date.parse('2026-11-20T08:00:00.000Z');
const at = (hours: number) => new Date(BEGIN + hours * HOUR).toISOString();

const terms: Terms = {
  consentId: 'con_1',
  partnerId: 'reader',
  clientId: 'reader',
  partnerName: 'Reader',
  permissions: ['POLICY_READ'],
  purpose: 'A comparison.',
  oneShot: false,
  createdAt: at(0),
  authoriseBy: at(1),
  expiresAt: at(10),
};
const ANNA = { customerId: 'cus_anna', policyIds: ['pol_1', 'pol_2', 'pol_3'] };

type Decision = ConsentEvent | Refusal | undefined;
const reason = 'other';

/** Every order that there is, and the states that it can be given in, by the table of the domain. */
const ORDERS: Record<string, { from: ConsentStatus[]; decide: (consent: Consent, now: string) => Decision }> =
  {
    authorise: {
      from: ['AWAITING_AUTHORISATION'],
      decide: (consent, now) => authorise(consent, ANNA, [{ policyId: 'pol_1' }], now),
    },
    reject: {
      from: ['AWAITING_AUTHORISATION'],
      decide: (consent, now) => reject(consent, ANNA, { reason }, now),
    },
    suspend: { from: ['AUTHORISED'], decide: suspend },
    resume: { from: ['SUSPENDED'], decide: resume },
    withdraw: {
      from: ['AUTHORISED', 'SUSPENDED'],
      decide: (consent, now) => revoke(consent, { by: 'USER', reason }, now),
    },
    giveUp: {
      from: ['AWAITING_AUTHORISATION', 'AUTHORISED', 'SUSPENDED'],
      decide: (consent, now) => revoke(consent, { by: 'PARTNER', reason }, now),
    },
    erase: {
      from: ['AWAITING_AUTHORISATION', 'AUTHORISED', 'SUSPENDED'],
      decide: (consent, now) => revoke(consent, { by: 'INSURER', reason }, now),
    },
    consume: {
      from: ['AUTHORISED'],
      decide: (consent, now) => (consent.oneShot ? consume(consent, { reason }, now) : NOT_FOR_ONE_USE),
    },
    expire: { from: [], decide: expire },
  };
const NOT_FOR_ONE_USE: Refusal = { refusal: 'consent-not-live', detail: '' };

/** From where to where a consent can go at all. */
const WAYS: Record<ConsentStatus, ConsentStatus[]> = {
  AWAITING_AUTHORISATION: ['AUTHORISED', 'REJECTED', 'EXPIRED', 'REVOKED'],
  AUTHORISED: ['SUSPENDED', 'REVOKED', 'EXPIRED', 'CONSUMED'],
  SUSPENDED: ['AUTHORISED', 'REVOKED', 'EXPIRED'],
  REJECTED: [],
  REVOKED: [],
  EXPIRED: [],
  CONSUMED: [],
};

const walks = fc.record({
  oneShot: fc.boolean(),
  orders: fc.array(
    fc.record({
      order: fc.constantFrom(...Object.keys(ORDERS)),
      // Time goes on by itself: within the hour, over it, and past the end.
      hours: fc.constantFrom(0, 0, 0, 0.2, 0.9, 3),
    }),
    { maxLength: 14 },
  ),
});

/** Gives orders to a consent one after the other, and tells of each how it went. */
function walk({ oneShot, orders }: { oneShot: boolean; orders: { order: string; hours: number }[] }) {
  const requested: ConsentEvent = { type: 'consent.requested', data: { ...terms, oneShot } };
  const history: ConsentEvent[] = [requested];
  const steps: { order: string; now: string; before: Consent; decision: Decision }[] = [];
  let [consent, hours] = [evolve(undefined, requested), 0];
  for (const { order, hours: pause } of orders) {
    hours += pause;
    const decision = ORDERS[order]?.decide(consent, at(hours));
    steps.push({ order, now: at(hours), before: consent, decision });
    if (!decision || isRefusal(decision)) continue;
    history.push(decision);
    consent = evolve(consent, decision);
  }
  return { history, steps, consent, now: at(hours) };
}

describe('a walk through the states', () => {
  it('goes where the table says, and every order in the wrong place is refused', () => {
    fc.assert(
      fc.property(walks, (orders) => {
        for (const { order, now, before, decision } of walk(orders).steps) {
          if (order === 'expire') continue;
          const status = statusAt(before, now);
          const allowed = ORDERS[order]?.from.includes(status) && (order !== 'consume' || before.oneShot);
          expect([order, status, decision !== undefined && !isRefusal(decision)]).toEqual([
            order,
            status,
            allowed,
          ]);
          if (decision && isRefusal(decision)) {
            expect(decision.refusal).toBe(order === 'consume' ? 'consent-not-live' : 'consent-state');
          }
        }
      }),
      { numRuns: 2_000 },
    );
  });

  it('has no way but those that there are, no way out of an end, and an end is said once', () => {
    fc.assert(
      fc.property(walks, (orders) => {
        const { history } = walk(orders);
        const states: Consent[] = [];
        for (const event of history) states.push(evolve(states.at(-1), event));
        for (const [index, { status, end }] of states.entries()) {
          const before = states[index - 1];
          if (before) expect(WAYS[before.status]).toContain(status);
          expect(end !== undefined).toBe(WAYS[status].length === 0);
          if (end) expect(index).toBe(states.length - 1);
        }
      }),
    );
  });

  it('changes none of the terms, and widens nothing that was granted', () => {
    fc.assert(
      fc.property(walks, (orders) => {
        const { history, consent, now } = walk(orders);
        expect(consent).toMatchObject({ ...terms, oneShot: orders.oneShot, version: history.length });
        expect(history.reduce<Consent | undefined>(evolve, undefined)).toEqual(consent);
        const given = history.some(({ type }) => type === 'consent.authorised');
        expect(covers(consent, { policyId: 'pol_1' })).toBe(given);
        for (const policyId of ['pol_2', 'pol_3', 'pol_9']) expect(covers(consent, { policyId })).toBe(false);
        expect(isLive(consent, now)).toBe(consent.status === 'AUTHORISED' && now < terms.expiresAt);
      }),
    );
  });

  it('can be taken up anew where it ended after a yes, and never wider than that', () => {
    fc.assert(
      fc.property(walks, (orders) => {
        const { history, consent, now } = walk(orders);
        const again = reestablish(consent, ANNA, 'con_2', now);
        const given = history.some(({ type }) => type === 'consent.authorised');
        const over = ['REVOKED', 'EXPIRED'].includes(statusAt(consent, now));
        expect(isRefusal(again)).toBe(!(given && over && !consent.oneShot));
        if (isRefusal(again)) return;
        const anew = evolve(undefined, again);
        expect(anew).toMatchObject({ permissions: terms.permissions, objects: consent.objects });
        expect(isLive(anew, now)).toBe(true);
      }),
    );
  });
});
