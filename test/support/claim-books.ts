import type { Claim, Decision, LossCover, Payment, Recovery } from '../../functions/claims/claim.ts';
import type { ClaimEvent } from '../../functions/claims/claim-event.ts';
import type { Approval } from '../../functions/claims/handling/handling-event.ts';
import type { Money } from '../../functions/platform/money.ts';

/** What may happen to a claim that is closed. A file that was announced before comes when it comes, and moves nothing. */
const WHILE_CLOSED = [
  'claim.recovered',
  'claim.noted',
  'claim.reopened',
  'claim.party-erased',
  'claim.document-attached',
  'claim.document-quarantined',
];

/**
 * A claim's books as an auditor keeps them: by its events alone, in whole cents, with nothing that the product counts by.
 * What must never be is noted as a breach.
 */
export class ClaimBooks {
  readonly breaches: string[] = [];
  readonly #cover: LossCover;
  /** What one person may grant. */
  readonly #alone: bigint;
  readonly #paymentIds = new Set<string>();
  #paid = 0n;
  #recovered = 0n;
  #open = 0n;
  #payable = 0n;
  /** What another than who decided has last approved. */
  #approved = 0n;
  #decidedBy = '';
  #mayBePaid = false;
  #closed = false;

  constructor({ cover, triage }: Pick<Claim, 'cover' | 'triage'>, events: readonly ClaimEvent[]) {
    this.#cover = cover;
    this.#alone = triage.facts.sameDayLoss === true ? 0n : cents(cover.fourEyesAmount);
    for (const event of events) this.#enter(event);
  }

  /** The figures that the events come to. */
  get figures() {
    const money = (cents: bigint): Money => ({ amount: textOf(cents), currency: this.#cover.currency });
    return {
      paid: money(this.#paid),
      openReserve: money(this.#open),
      recovered: money(this.#recovered),
      netIncurred: money(this.#paid + this.#open - this.#recovered),
    };
  }

  #must(holds: boolean, breach: string): void {
    if (!holds) this.breaches.push(breach);
  }

  #enter(event: ClaimEvent): void {
    this.#must(!this.#closed || WHILE_CLOSED.includes(event.type), 'worked on while closed');
    switch (event.type) {
      case 'claim.reserved':
        this.#open = cents(event.data.amount);
        this.#must(this.#open >= 0n, 'a reserve below zero');
        break;
      case 'claim.decided':
        this.#decided(event.data);
        break;
      case 'claim.payment-approved':
        this.#countersigned(event.data);
        break;
      case 'claim.paid':
        this.#paidOut(event.data);
        break;
      case 'claim.recovered':
        this.#cameBack(event.data);
        break;
      case 'claim.closed':
        this.#closed = true;
        this.#must(this.#open === 0n, 'closed with an open reserve');
        break;
      case 'claim.reopened':
        this.#must(this.#closed, 'reopened while open');
        this.#closed = false;
    }
  }

  #decided(decision: Decision): void {
    this.#payable = cents(decision.payable);
    this.#decidedBy = decision.decidedBy;
    this.#mayBePaid = decision.decision === 'approve' && decision.approval !== 'needed';
    this.#must(this.#payable === owed(this.#cover, decision), 'payable is not what the cover pays');
    this.#must(this.#payable >= this.#paid, 'decided below what was paid');
    const approvedBy = 'approvedBy' in decision ? decision.approvedBy : undefined;
    const seenByTwo = this.#payable <= this.#approved && approvedBy !== decision.decidedBy;
    const small = this.#payable <= this.#alone;
    this.#must(!this.#mayBePaid || small || seenByTwo, 'one pair of eyes only');
  }

  #countersigned({ approvedBy, payable }: Approval): void {
    this.#mayBePaid = true;
    this.#approved = this.#payable;
    this.#must(approvedBy !== this.#decidedBy, 'one pair of eyes only');
    this.#must(cents(payable) === this.#payable, 'approved another amount');
  }

  #paidOut({ paymentId, amount }: Payment): void {
    const paid = cents(amount);
    this.#must(paid > 0n, 'paid nothing');
    this.#must(this.#mayBePaid, 'paid without approval');
    this.#must(!this.#paymentIds.has(paymentId), 'paid twice');
    this.#paymentIds.add(paymentId);
    this.#paid += paid;
    this.#open = this.#open > paid ? this.#open - paid : 0n;
    const { limit } = this.#cover;
    this.#must(this.#paid <= this.#payable, 'paid above what was decided');
    this.#must(limit === null || this.#paid <= cents(limit), 'paid above the limit');
  }

  #cameBack({ amount }: Recovery): void {
    this.#recovered += cents(amount);
    this.#must(cents(amount) > 0n, 'recovered nothing');
    this.#must(this.#recovered <= this.#paid, 'recovered more than was paid');
  }
}

/** What a cover owes by a decision: the formulas of ../shared/domain.md §5, in whole cents and ten-thousandths of them. */
function owed({ kind, coinsurance, deductibles, limit }: LossCover, decision: Decision): bigint {
  if (decision.decision === 'deny') return 0n;
  const { loss, liabilityPercent = 100 } = decision.settlement;
  const deductible = deductibles.map(cents).reduce((most, one) => (one > most ? one : most), 0n);
  const share =
    kind === 'liability' ? BigInt(liabilityPercent * 100) : BigInt(Math.round(Number(coinsurance) * 10_000));
  const parts = cents(loss) * share - (kind === 'liability' ? 0n : deductible * 10_000n);
  const rounded = parts > 0n ? (parts + 5_000n) / 10_000n : 0n;
  return limit && rounded > cents(limit) ? cents(limit) : rounded;
}

function cents({ amount }: Money): bigint {
  return BigInt(amount.replace('.', ''));
}

function textOf(cents: bigint): string {
  const digits = String(cents < 0n ? -cents : cents).padStart(3, '0');
  return `${cents < 0n ? '-' : ''}${digits.slice(0, -2)}.${digits.slice(-2)}`;
}
