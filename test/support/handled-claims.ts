import type { Claim, LossCover, NotifiedLoss, Party, Triage } from '../../functions/claims/claim.ts';
import { evolve } from '../../functions/claims/claim-event.ts';
import type { Act, Outcome } from '../../functions/claims/handling/act.ts';
import type { Money } from '../../functions/platform/money.ts';
import { isRefusal } from '../../functions/platform/problem.ts';

/** So many euros. */
export const eur = (amount: string): Money => ({ amount, currency: 'EUR' });

/** What the handler does, unless another is named. */
export function act(about: Partial<Act> = {}): Act {
  return { by: 'handler', at: '2026-11-21T10:00:00.000Z', ...about };
}

/** A cover of own damage as it is sold, with some of its terms replaced. */
export function damageCover(instead: Partial<LossCover> = {}): LossCover {
  return {
    coverage: 'OD',
    kind: 'own-damage',
    causes: ['collision', 'theft', 'fire', 'glass', 'weather', 'vandalism'],
    deductibles: [eur('500.00')],
    limit: eur('10000.00'),
    coinsurance: '1',
    currency: 'EUR',
    straightThroughAmount: eur('1000.00'),
    fourEyesAmount: eur('5000.00'),
    from: '2026-01-01',
    to: '2027-01-01',
    policyVersion: 1,
    ...instead,
  };
}

/** A cover of liability: it pays third parties without limit or deductible. */
export function liabilityCover(instead: Partial<LossCover> = {}): LossCover {
  return damageCover({
    coverage: 'TPL',
    kind: 'liability',
    causes: ['collision', 'fire', 'injury', 'other'],
    deductibles: [],
    limit: null,
    ...instead,
  });
}

const triage: Triage = {
  rules: 'claims@1.0.0',
  digest: 'digest',
  route: 'review',
  queue: 'review',
  reasons: [{ code: 'amount-unknown', detail: 'Nobody has said what the loss amounts to.', kind: 'gate' }],
  facts: {},
  at: '2026-11-20T09:00:00.000Z',
};

/** A claim that was notified and waits for the staff; what triage has looked at may be said. */
export function notified(cover: LossCover = damageCover(), facts: Triage['facts'] = {}): Claim {
  const loss: NotifiedLoss = {
    claimId: 'clm_1',
    protocolNumber: 'C26-1',
    partnerId: 'broker',
    policyId: 'pol_1',
    customerId: 'cus_anna',
    product: cover.kind === 'liability' ? 'motor' : 'own-damage',
    cause: 'collision',
    occurredAt: '2026-11-19',
    occurredOn: '2026-11-19',
    notifiedAt: triage.at,
    notifiedBy: 'broker',
    lossRecord: 'rec_loss',
    insuredVehicle: true,
    cover,
  };
  const { route, queue } = triage;
  const reasons = triage.reasons.map(({ code }) => code);
  const data = { ...loss, parties: [], triage: { ...triage, facts }, queue, route, reasons };
  return evolve(undefined, [{ type: 'claim.notified', data }], { version: 1, occurredAt: triage.at });
}

/** The claim after what was decided on it, which must not have been refused. */
export function following(claim: Claim, outcome: Outcome): Claim {
  if (isRefusal(outcome)) throw new Error(outcome.refusal);
  return evolve(claim, outcome, { version: claim.version + 1, occurredAt: claim.changedAt });
}

/** The claim after acts one by one, none of which may be refused. */
export function handled(claim: Claim, ...acts: readonly ((claim: Claim) => Outcome)[]): Claim {
  return acts.reduce((before, decide) => following(before, decide(before)), claim);
}

/** Who gets a payment. */
export function payee(number = 1): Party {
  return { partyId: `pty_${number}`, role: 'payee', recordId: `rec_${number}`, injured: false };
}

/** The code of a refusal, or `none`. */
export const refusalOf = (outcome: Outcome): string => (isRefusal(outcome) ? outcome.refusal : 'none');
