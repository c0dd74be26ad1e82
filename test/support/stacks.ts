import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type Big from 'big.js';
import { Decimal } from '../../functions/platform/money.ts';
import { decideIssuance } from '../../functions/policies/issuance.ts';
import {
  type Agreement,
  evolve,
  issued,
  type PolicyHistory,
  transactionEvents,
} from '../../functions/policies/policy.ts';
import type { Desk } from '../../functions/policies/stack/booking.ts';
import type { Cover, Patch, Risk } from '../../functions/policies/stack/cover.ts';
import { movementOf, type TaxRule } from '../../functions/policies/stack/movement.ts';
import type { Proration } from '../../functions/policies/stack/term.ts';
import type { Transaction } from '../../functions/policies/stack/transaction.ts';
import type { Product } from '../../functions/quotes/catalogue.ts';
import type { Premium } from '../../functions/quotes/rating.ts';

const PRODUCTS = join(import.meta.dirname, '../../functions/quotes/products');

/** A shipped product, with some of its rules replaced. */
export function productWith(instead: Partial<Product> = {}, name = 'motor'): Product {
  return { ...JSON.parse(readFileSync(join(PRODUCTS, `${name}.json`), 'utf8')), ...instead };
}

/** One tax on the net premium, as the motor book has. */
export const PREMIUM_TAX: readonly TaxRule[] = [{ code: 'premium-tax', rate: '0.271' }];

/** Cover at a net premium for a whole term. Its price is a fact, so that a change can name another. */
export function coverAt(net: string, taxRules: readonly TaxRule[] = []): Cover {
  const risk: Risk = {
    coverage: 'TPL',
    facts: { net },
    bonusMalusLevel: 5,
    records: { driver: 'rec_driver', vehicle: 'rec_vehicle', address: 'rec_address' },
    rateBook: 'test@1.0.0',
    rateBookDigest: 'digest',
  };
  return { ...risk, premium: premiumOf(new Decimal(net), taxRules), taxRules };
}

/** A premium with its taxes; one that is prorated is a tenth of it, and a cent. */
function premiumOf(net: Big, taxRules: readonly TaxRule[]): Premium {
  const taxes = taxRules.map((rule) => {
    if ('flat' in rule) return { code: rule.code, amount: new Decimal(rule.flat) };
    const amount = 'rate' in rule ? net.times(rule.rate) : net.times('0.1').plus('0.01');
    return { code: rule.code, amount: amount.round(2) };
  });
  return movementOf(net, taxes, 'EUR');
}

/** A change that makes the whole term cost so much. */
export function priced(net: string): Patch {
  return { vehicle: { record: `rec_${net}`, facts: { net } } };
}

let made = 0;

/** A desk at an instant which prices a risk as its facts say. */
export function deskOn(issuedAt: string): Desk {
  return {
    issuedAt,
    currency: 'EUR',
    newTransactionId: () => `txn_${++made}`,
    rate: (risk, before) => {
      const { premium, taxRules } = coverAt(String(risk.facts.net), before.taxRules);
      return { ...risk, premium, taxRules };
    },
  };
}

/** What a policy needs to begin in a test. */
export interface Begun {
  inception: string;
  net: string;
  issuedAt?: string;
  termsReceivedAt?: string;
  proration?: Proration;
  taxRules?: readonly TaxRule[];
}

/** A policy that was issued, with a year of cover. */
export function given(begun: Begun): PolicyHistory {
  const { inception, net, proration = 'days', taxRules } = begun;
  const issuedAt = begun.issuedAt ?? `${inception}T08:00:00.000Z`;
  const agreement: Agreement = {
    policyId: 'pol_1',
    policyNumber: 'P26-0000-0000-0000',
    partnerId: 'broker',
    customerId: 'cus_1',
    product: 'motor',
    quoteId: 'quo_1',
    inception,
    policyholderRecord: 'rec_policyholder',
    paymentPlan: 'annual',
    termsReceivedAt: begun.termsReceivedAt ?? issuedAt.slice(0, 10),
    createdAt: issuedAt,
  };
  const { booked } = decideIssuance(inception, proration, coverAt(net, taxRules), deskOn(issuedAt));
  return evolve(undefined, issued(agreement, booked), { version: 1, occurredAt: issuedAt });
}

/** A policy after what was decided on it. */
export function policyAfter(
  policy: PolicyHistory,
  booked: readonly Transaction[],
  occurredAt: string,
): PolicyHistory {
  return evolve(policy, transactionEvents(policy, booked), { version: policy.version + 1, occurredAt });
}
