import { describe, expect, it } from 'vitest';
import { type Customer, evolve } from '../customers/customer.ts';
import { isRefusal } from '../platform/problem.ts';
import { blocked, finishErasure, requestErasure, viewErasure, viewPreview } from './erasure.ts';
import { link } from './login.ts';
import { lift, restrict } from './restriction.ts';

const CUSTOMER = 'cus_1';
const REQUESTED_AT = '2039-01-10T08:00:00.000Z';
const request = { erasureId: 'era_1', requestedBy: 'handler' };

const registered = { type: 'customer.registered', data: { customerId: CUSTOMER } } as const;
const restricting = { type: 'customer.restricted', data: { customerId: CUSTOMER } } as const;
const requested = { type: 'customer.erasure-requested', data: { customerId: CUSTOMER, ...request } } as const;
const FINAL = '2039-01-17T10:01:00.000Z';
const erasedData = { customerId: CUSTOMER, erasureId: 'era_1', records: 12, finalAt: FINAL };
const erased = { type: 'customer.erased', data: erasedData } as const;

/** A customer to whom this happened. */
function given(...events: Parameters<typeof evolve>[1][]): Customer {
  const about = { occurredAt: REQUESTED_AT };
  const after = (before: Customer | undefined, event: (typeof events)[number]) =>
    evolve(before, event, about);
  return [registered, ...events].reduce<Customer | undefined>(after, undefined) as Customer;
}

const codeOf = (outcome: object | undefined) => outcome && isRefusal(outcome) && outcome.refusal;

describe('a customer', () => {
  it('is erased once', () => {
    expect(requestErasure(given(), request)).toEqual(requested);
    expect(requestErasure(given(restricting), request)).toEqual(requested);
    expect(codeOf(requestErasure(given(requested), request))).toBe('customer-erased');
    expect(codeOf(requestErasure(given(requested, erased), request))).toBe('customer-erased');
  });

  it('is restricted once, and never after an erasure', () => {
    expect(restrict(given())).toEqual(restricting);
    expect(restrict(given(restricting))).toBeUndefined();
    expect(codeOf(restrict(given(requested)))).toBe('customer-erased');
  });

  it('has a restriction lifted that there is', () => {
    const unrestricted = { type: 'customer.unrestricted', data: { customerId: CUSTOMER } } as const;
    expect(lift(given(restricting))).toEqual(unrestricted);
    expect(codeOf(lift(given()))).toBe('not-restricted');
    expect(codeOf(lift(given(restricting, unrestricted)))).toBe('not-restricted');
    expect(codeOf(lift(given(restricting, requested)))).toBe('customer-erased');
  });

  it('has a login linked that is nobody else’s', () => {
    expect(link(given(), undefined)).toEqual({ type: 'customer.linked', data: { customerId: CUSTOMER } });
    expect(link(given(), CUSTOMER)).toBeUndefined();
    expect(codeOf(link(given(), 'cus_2'))).toBe('login-linked');
    expect(codeOf(link(given(requested), undefined))).toBe('customer-erased');
    const identityKeys = Array.from({ length: 10 }, (_, number) => `login-${number}`);
    expect(codeOf(link({ ...given(), identityKeys }, undefined))).toBe('conflict');
  });
});

describe('an erasure', () => {
  it('is final when no backup of the vault is left, with what consents said that still waited', () => {
    expect(finishErasure(given(requested), 12, '2039-01-10T08:01:00.000Z')).toEqual(erased);
  });

  it('shows that it runs, and then its result, with what is not erased', () => {
    const running = given(requested);
    const done = given(requested, erased);
    const shown = { erasureId: 'era_1', customerId: CUSTOMER, requestedAt: REQUESTED_AT, blockers: [] };
    expect(viewErasure(running, running.erasure as never)).toEqual({ ...shown, status: 'running' });
    expect(viewErasure(done, done.erasure as never)).toEqual({
      ...shown,
      status: 'done',
      result: { records: 12, finalAt: FINAL, left: ['login'] },
    });
  });

  it('says what holds it up, and until when', () => {
    const blockers = [
      { code: 'policy-in-force', policyId: 'pol_1', until: null },
      { code: 'policy-in-force', policyId: 'pol_2', until: '2039-06-01' },
      { code: 'retention', policyId: 'pol_3', until: '2040-01-01' },
    ] as const;
    expect(viewPreview(given(), blockers)).toEqual({ customerId: CUSTOMER, status: 'preview', blockers });
    const { code, violations } = blocked(blockers);
    expect(code).toBe('erasure-blocked');
    expect(violations.map(({ detail }) => detail)).toEqual([
      'policy pol_1 is in force',
      'policy pol_2 is in force until 2039-06-01',
      'policy pol_3 has to be kept until 2040-01-01',
    ]);
  });
});
