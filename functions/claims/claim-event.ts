import type { Instant } from '../platform/clock.ts';
import type { Claim, ClaimDocument, NotifiedLoss, Party, Triage } from './claim.ts';
import { evolveHandling, type HandlingEvent, type Named } from './handling/handling-event.ts';

/** A loss that was notified, and what others are told of its triage: codes of the reasons that may be told. */
interface Notified extends NotifiedLoss, Pick<Claim, 'parties' | 'triage' | 'queue'>, Pick<Triage, 'route'> {
  reasons: readonly string[];
}

/** What became of an upload. */
export type SettledDocument = Pick<ClaimDocument, 'documentId'> & { settledAt: Instant };

/** What happens to the files of a claim. */
export type DocumentEvent =
  | { type: 'claim.document-requested'; data: Named & ClaimDocument & { status: 'awaiting' } }
  | { type: 'claim.document-attached'; data: Named & SettledDocument }
  | {
      type: 'claim.document-quarantined';
      data: Named & SettledDocument & { reason: NonNullable<ClaimDocument['reason']> };
    };

/** What happens to claims: ids and facts. Words, names and accounts are in the vault. */
export type ClaimEvent =
  | { type: 'claim.notified'; data: Notified }
  | { type: 'claim.triaged'; data: Named & { triage: Triage } }
  | { type: 'claim.party-erased'; data: Named & Pick<Party, 'partyId'> }
  | DocumentEvent
  | HandlingEvent;

/** A claim after more events, of which the last were committed as `version`. */
export function evolve(
  before: Claim | undefined,
  events: readonly ClaimEvent[],
  { version, occurredAt }: { version: number; occurredAt: Instant },
): Claim {
  const claim = events.reduce<Claim | undefined>(evolveOne, before);
  if (!claim) throw new Error('a claim begins by being notified');
  return { ...claim, version, changedAt: occurredAt };
}

function evolveOne(before: Claim | undefined, event: ClaimEvent): Claim {
  if (!before) return begin(event);
  switch (event.type) {
    case 'claim.notified':
      throw new Error('a claim is notified once');
    case 'claim.triaged':
      return { ...before, ...triaged(before, event.data.triage) };
    case 'claim.party-erased':
      return { ...before, parties: withoutParty(before.parties, event.data.partyId) };
    case 'claim.document-requested':
    case 'claim.document-attached':
    case 'claim.document-quarantined':
      return { ...before, documents: documentsAfter(before.documents, event) };
    default:
      return evolveHandling(before, event);
  }
}

function begin({ type, data }: ClaimEvent): Claim {
  if (type !== 'claim.notified') throw new Error(`a claim cannot begin with ${type}`);
  const { route, reasons, ...loss } = data;
  const nothingYet = { reserves: [], decisions: [], payments: [], recoveries: [], notes: [], documents: [] };
  return {
    ...{ ...loss, ...nothingYet, version: 0, changedAt: loss.notifiedAt },
    ...{ status: 'received', openings: 1 },
  };
}

/** A claim that staff have moved to another queue stays there. */
function triaged(before: Claim, triage: Triage): Pick<Claim, 'triage' | 'queue'> {
  const moved = before.queue !== before.triage.queue;
  return { triage, queue: moved ? before.queue : triage.queue };
}

function withoutParty(parties: readonly Party[], partyId: string): Party[] {
  return parties.map((party) => (party.partyId === partyId ? { ...party, erased: true } : party));
}

function documentsAfter(before: readonly ClaimDocument[], { type, data }: DocumentEvent): ClaimDocument[] {
  if (type === 'claim.document-requested') {
    const { claimId, policyId, ...document } = data;
    return [...before, document];
  }
  const { documentId, settledAt } = data;
  const verdict =
    type === 'claim.document-attached'
      ? ({ status: 'attached' } as const)
      : ({ status: 'quarantined', reason: data.reason } as const);
  return before.map((one) => (one.documentId === documentId ? { ...one, ...verdict, settledAt } : one));
}
