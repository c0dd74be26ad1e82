import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Triage } from '../../functions/claims/claim.ts';
import type { ClaimEvent } from '../../functions/claims/claim-event.ts';
import type { LossNotification } from '../../functions/claims/loss.ts';
import { notify, occurrenceOf, type Receipt } from '../../functions/claims/notification.ts';
import type { Publication } from '../../functions/claims/triage/catalogue.ts';
import type { TriageRules } from '../../functions/claims/triage/rules.ts';
import { accepted } from '../../functions/platform/problem.ts';
import { evolve, lossRecorded, type PolicyHistory } from '../../functions/policies/policy.ts';
import { eur } from './handled-claims.ts';
import { coverAt, given, productWith } from './stacks.ts';

const RULES = join(import.meta.dirname, '../../functions/claims/triage/rules');

/** Shipped triage rules, as their file says them. A new object at every call, to be altered at will. */
export function readRules(name = 'claims@1.0.0'): TriageRules {
  return JSON.parse(readFileSync(join(RULES, `${name}.json`), 'utf8'));
}

/** The shipped rules as they are published. */
export function published(rules = readRules()): Publication {
  return { name: 'claims@1.0.0', digest: 'digest', rules };
}

/** The product that pays for the insured vehicle. */
export const OWN_DAMAGE = productWith({}, 'own-damage');

/** A policy of own damage that began on 1 January 2026, as it was agreed before. */
export function damagePolicy(begun: { inception?: string; issuedAt?: string } = {}): PolicyHistory {
  const { inception = '2026-01-01', issuedAt = '2025-12-15T08:00:00.000Z' } = begun;
  const policy = given({ inception, issuedAt, net: '1000' });
  const stack = policy.stack.map((act) =>
    'cover' in act ? { ...act, cover: { ...coverAt('1000'), coverage: 'OD' } } : act,
  );
  return { ...policy, product: 'own-damage', stack };
}

/** The policy once a loss of a day was notified on it. */
export function withLossOn(policy: PolicyHistory, occurredOn: string): PolicyHistory {
  const claimId = `clm_${policy.version}`;
  const event = lossRecorded(policy, { claimId, occurredOn, atFault: false });
  return evolve(policy, [event], { version: policy.version + 1, occurredAt: policy.changedAt });
}

/** A loss that no rule has anything to say of, with what a test says instead. */
export function lossSaid(instead: Partial<LossNotification> = {}): LossNotification {
  return {
    policyId: 'pol_1',
    occurredAt: '2026-06-10',
    description: 'A stone hit the windscreen.',
    cause: 'glass',
    estimatedAmount: eur('800.00'),
    ...instead,
  };
}

/** What becomes of a loss that is notified, as the events of its claim. */
export function notifying(
  said: LossNotification,
  policy = damagePolicy(),
  { at = '2026-06-10T12:00:00.000Z', product = OWN_DAMAGE, ...receipt }: Notifying = {},
) {
  const occurrence = accepted(occurrenceOf(said, policy, product, at));
  return notify(
    said,
    {
      ...{ claimId: `clm_${'0'.repeat(14)}7Q2MXK4T9ZHB`, lossRecord: 'rec_loss', notifiedBy: 'broker' },
      ...{ notifiedAt: at, parties: [], insuredVehicle: false, ...receipt },
    },
    { policy, occurrence, timeZone: product.timeZone, publication: published() },
  );
}

interface Notifying extends Partial<Pick<Receipt, 'parties' | 'insuredVehicle'>> {
  at?: string;
  product?: typeof OWN_DAMAGE;
}

/** What triage made of a loss, by the events of its claim. */
export function triageIn(events: readonly ClaimEvent[]): Triage {
  const [notified] = events;
  if (notified?.type !== 'claim.notified') throw new Error('a claim begins by being notified');
  return notified.data.triage;
}
