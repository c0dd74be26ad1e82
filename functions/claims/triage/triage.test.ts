import { describe, expect, it } from 'vitest';
import { act, eur, refusalOf } from '../../../test/support/handled-claims.ts';
import { lossSaid, notifying, published, readRules } from '../../../test/support/losses.ts';
import type { Claim, ClaimDocument } from '../claim.ts';
import { type ClaimEvent, evolve } from '../claim-event.ts';
import { reserve } from '../handling/reserve.ts';
import type { LossNotification } from '../loss.ts';
import { judge } from './rules.ts';
import { triageAgain } from './triage.ts';

const AT = '2026-06-11T08:00:00.000Z';

function evolved(claim: Claim | undefined, ...events: readonly ClaimEvent[]): Claim {
  return evolve(claim, events, { version: (claim?.version ?? 0) + 1, occurredAt: AT });
}

const document: ClaimDocument = {
  documentId: 'doc_1',
  kind: 'photo',
  contentType: 'image/jpeg',
  size: 1_000,
  sha256: 'a'.repeat(64),
  status: 'awaiting',
  requestedAt: AT,
  uploadBy: AT,
};
const named = { claimId: 'clm_1', policyId: 'pol_1' };
const requested: ClaimEvent = {
  type: 'claim.document-requested',
  data: { ...named, ...document, status: 'awaiting' },
};
const settled = { ...named, documentId: 'doc_1', settledAt: AT };
const attached: ClaimEvent = { type: 'claim.document-attached', data: settled };
const quarantined: ClaimEvent = { type: 'claim.document-quarantined', data: { ...settled, reason: 'hash' } };

/** A claim that waits for a document. */
const waiting = (instead: Partial<LossNotification> = {}) =>
  evolved(undefined, ...notifying(lossSaid({ cause: 'collision', ...instead })), requested);
const again = (claim: Claim) => triageAgain(claim, published(), AT);

describe('given a loss that goes straight through', () => {
  it('own damage is settled at once: the estimate is the loss', () => {
    const events = notifying(lossSaid({ estimatedAmount: eur('800.10') }));
    expect(events.map(({ type }) => type)).toEqual(['claim.notified', 'claim.decided']);
    expect(events[1]?.data).toMatchObject({
      decision: 'approve',
      decidedBy: 'triage',
      settlement: { loss: eur('800.10'), deductible: eur('500.00') },
      payable: eur('300.10'),
      approval: 'not-needed',
    });
    expect(evolved(undefined, ...events).status).toBe('approved');
  });

  it('below the deductible nothing is payable', () => {
    const events = notifying(lossSaid({ estimatedAmount: eur('499.99') }));
    expect(events[1]?.data).toMatchObject({ decision: 'approve', payable: eur('0.00') });
  });
});

describe('given a loss that waits for a document', () => {
  it('it goes straight through once that is attached', () => {
    const events = again(evolved(waiting(), attached));
    expect(events.map(({ type }) => type)).toEqual(['claim.triaged', 'claim.decided']);
    const claim = evolved(evolved(waiting(), attached), ...events);
    expect(claim).toMatchObject({
      status: 'approved',
      queue: 'fast-track',
      triage: { route: 'straight-through', reasons: [], at: AT, rules: 'claims@1.0.0' },
    });
    expect(claim.decisions[0]).toMatchObject({ payable: eur('300.00'), decidedBy: 'triage' });
  });

  it('it waits on where the document was not what was announced', () => {
    expect(again(evolved(waiting(), quarantined))).toEqual([]);
  });

  it('it waits for a person where another rule fired too, but no more for a document', () => {
    const events = again(evolved(waiting({ litigation: true }), attached));
    expect(events.map(({ type }) => type)).toEqual(['claim.triaged']);
    expect(events[0]?.data).toMatchObject({
      triage: { route: 'review', queue: 'review', reasons: [{ code: 'litigation' }] },
    });
  });

  it('a second document says nothing new', () => {
    const claim = evolved(waiting({ litigation: true }), attached);
    expect(again(evolved(claim, ...again(claim)))).toEqual([]);
  });

  it('a person who has taken it up decides', () => {
    const taken = reserve(waiting(), { amount: eur('500.00') }, act());
    expect(refusalOf(taken)).toBe('none');
    expect(again(evolved(evolved(waiting(), ...(taken as ClaimEvent[])), attached))).toEqual([]);
  });
});

it('a triage can be repeated by what the claim keeps of it', () => {
  const { triage } = evolved(undefined, ...notifying(lossSaid({ cause: 'theft' })));
  const { rules, digest, at, facts, ...verdict } = triage;
  expect([rules, digest, at]).toEqual(['claims@1.0.0', 'digest', '2026-06-10T12:00:00.000Z']);
  expect(facts).toMatchObject({ cause: 'theft', authorityReport: false, daysSinceInception: 160 });
  expect(judge(readRules(), facts)).toEqual(verdict);
});
