import type { components } from '../../openapi/generated/types.ts';
import { daysBetween } from '../platform/calendar.ts';
import type { Instant } from '../platform/clock.ts';
import type { Claim } from './claim.ts';
import { figuresOf, standingDecision } from './handling/figures.ts';
import type { Personal } from './personal.ts';
import { inFull, type ToldReason, told } from './triage/told.ts';
import { viewPayments, viewPersons, viewVehicles } from './view-parties.ts';

type Schemas = components['schemas'];

/** What the contract shows of a claim, a row of a list, a customer's own, and of a notification what became of it. */
export type ClaimView = Schemas['Claim'];
export type ClaimRow = Schemas['ClaimRow'];
export type ClaimPage = Schemas['ClaimPage'];
export type MyClaimPage = Schemas['MyClaimPage'];
export type NotifiedView = Schemas['NotifiedLoss'];

/** For whom a claim is shown: the basis of the answer. Undefined: somebody who has none. */
export type Audience = 'staff' | 'producer' | 'customer' | undefined;

/** A claim as it stands. Of others than the policyholder it shows what `personal` has of them. */
export function viewClaim(claim: Claim, personal: Personal, audience: Audience): ClaimView {
  const { customerId, cover, documents, closure } = claim;
  const { insuredPlates, policyholder, ...said } = personal.loss;
  return {
    ...viewNotified(claim, audience),
    ...headOf(claim),
    ...said,
    customerId,
    coverage: cover.coverage,
    vehicles: viewVehicles(claim, personal),
    persons: viewPersons(claim, personal),
    ...decisionsOf(claim),
    ...moneyOf(claim, personal, audience),
    documents: documents.map(({ sha256, ...document }) => document),
    ...(closure && { closure: withoutNote(closure) }),
    ...(audience === 'staff' && { queue: claim.queue, notes: notesOf(claim, personal) }),
  };
}

/** What became of a notification. */
export function viewNotified(claim: Claim, audience: Audience): NotifiedView {
  const { claimId, protocolNumber, version, status, triage } = claim;
  return {
    claimId,
    protocolNumber,
    version,
    status,
    route: triage.route,
    reasons: reasonsOf(claim, audience),
  };
}

/** A claim as a row of a list, without anything personal. Only staff are told who is to look at it, and why. */
export function rowOf(claim: Claim, audience: Audience, now: Instant): ClaimRow {
  const { reasons, ...notified } = viewNotified(claim, audience);
  return {
    ...notified,
    ...headOf(claim),
    ageDays: Math.max(0, Math.floor(daysBetween(claim.notifiedAt, now))),
    ...(audience === 'staff' && { queue: claim.queue, reasons }),
  };
}

function headOf({ policyId, product, cause, occurredAt, notifiedAt }: Claim) {
  return { policyId, product, cause, occurredAt, notifiedAt };
}

function reasonsOf({ triage }: Claim, audience: Audience): ToldReason[] {
  return audience === 'staff' ? inFull(triage.reasons) : told(triage.reasons);
}

function decisionsOf(claim: Claim): Pick<ClaimView, 'decision' | 'decisions' | 'payable'> {
  const decision = standingDecision(claim);
  return {
    decisions: claim.decisions.map((each) => ({ ...each })),
    ...(decision && { decision: { ...decision }, payable: decision.payable }),
  };
}

/** What is set aside, and so what a claim is thought to cost, is between the insurer and the producer. */
function moneyOf(claim: Claim, personal: Personal, audience: Audience) {
  const { paid, recovered, openReserve, netIncurred } = figuresOf(claim);
  const insiders = audience === 'staff' || audience === 'producer';
  return {
    payments: viewPayments(claim, personal),
    paid,
    recoveries: claim.recoveries.map(({ at, by, ...recovery }) => ({
      ...recovery,
      ...{ recordedAt: at, recordedBy: by },
    })),
    recovered,
    ...(insiders && { reserves: reservesOf(claim), openReserve, netIncurred }),
  };
}

function reservesOf({ reserves }: Claim): NonNullable<ClaimView['reserves']> {
  return reserves.map(({ coverage, amount, at, by }) => ({ coverage, amount, setAt: at, setBy: by }));
}

function notesOf({ notes }: Claim, personal: Personal): NonNullable<ClaimView['notes']> {
  return notes.map((note) => {
    const text = personal.notes.get(note.noteId);
    return { ...note, ...(text !== undefined && { text }) };
  });
}

/** An entry without the note that came with it, which is among the notes. */
function withoutNote<Entry extends { noteId?: string }>({ noteId, ...entry }: Entry): Omit<Entry, 'noteId'> {
  return entry;
}
