import type { Write } from '../platform/commit.ts';
import { newId, newOpaqueId } from '../platform/ids.ts';
import { countOne, keyMustRemain } from '../platform/kept-key.ts';
import { Problem } from '../platform/problem.ts';
import { newPersonKey, readKey, type SubjectKey } from '../platform/subject-key.ts';
import {
  type Contents,
  type Kept,
  keep,
  readRecords,
  readSubjects,
  type VaultRecord,
  type Wanted,
} from '../platform/vault.ts';
import type { Claim } from './claim.ts';
import type { Loss, NewParty, PartyContent } from './loss.ts';

/** All that is personal of a claim. What was erased is not there. */
export interface Personal {
  /** Empty once the policyholder was erased. */
  loss: Partial<Loss>;
  /** By their ids. */
  notes: ReadonlyMap<string, string>;
  /** Others, by their ids. */
  parties: ReadonlyMap<string, PartyContent>;
  /** The policyholder as a payee, by the ids of such parties. */
  paidPolicyholder: ReadonlyMap<string, PartyContent>;
  /** The policyholder has had processing restricted. */
  restricted: boolean;
}

/** For whom it is read. Notes, and what is said of others, are for staff alone: nobody can consent for others. */
interface Reading {
  forStaff: boolean;
}

/** What is personal of a claim, of the policyholder and of all others, read at once. */
export async function readPersonal(claim: Claim, reading: Reading): Promise<Personal> {
  return (await personalOf(claim.customerId, [claim], reading))(claim);
}

/** The same of several of a customer's claims, in their order, read at once. */
export async function readPersonalOf(
  customerId: string,
  claims: readonly Claim[],
  reading: Reading,
): Promise<{ claim: Claim; personal: Personal }[]> {
  const personalIn = await personalOf(customerId, claims, reading);
  return claims.map((claim) => ({ claim, personal: personalIn(claim) }));
}

/** Reads what is personal of claims of one customer; gives what then tells it of each. */
async function personalOf(
  customerId: string,
  claims: readonly Claim[],
  reading: Reading,
): Promise<(claim: Claim) => Personal> {
  const recordIds = claims.flatMap((claim) => recordIdsOf(claim, reading));
  const parties = reading.forStaff ? claims.flatMap(partiesWanted) : [];
  const subjects = await readSubjects([{ subjectId: customerId, recordIds }, ...parties]);
  const { records, restricted } = subjects.get(customerId) ?? { records: new Map(), restricted: false };
  return (claim) => ({
    loss: records.get(claim.lossRecord) ?? {},
    notes: notesIn(records, claim),
    parties: partiesIn(subjects, claim),
    paidPolicyholder: policyholderIn(records, claim),
    restricted,
  });
}

function recordIdsOf({ lossRecord, notes, parties }: Claim, { forStaff }: Reading): string[] {
  const own = parties.filter(({ isPolicyholder }) => isPolicyholder).map(({ recordId }) => recordId);
  return [lossRecord, ...own, ...(forStaff ? notes.map(({ noteId }) => noteId) : [])];
}

function partiesWanted({ parties }: Claim): Wanted[] {
  return parties
    .filter(({ erased, isPolicyholder }) => !erased && !isPolicyholder)
    .map(({ partyId, recordId }) => ({ subjectId: partyId, recordIds: [recordId] }));
}

function partiesIn(subjects: ReadonlyMap<string, Kept>, { parties }: Claim): Personal['parties'] {
  return new Map(
    parties.flatMap(({ partyId, recordId }) => {
      const content = subjects.get(partyId)?.records.get(recordId);
      return content ? [[partyId, content]] : [];
    }),
  );
}

function policyholderIn(records: Contents, { parties }: Claim): Personal['paidPolicyholder'] {
  const own = parties.filter(({ isPolicyholder }) => isPolicyholder);
  return new Map(own.map(({ partyId, recordId }) => [partyId, records.get(recordId) ?? {}]));
}

function notesIn(records: Contents, { notes }: Claim): Personal['notes'] {
  return new Map(
    notes.flatMap(({ noteId }) => {
      const note = records.get(noteId) as { text: string } | undefined;
      return note ? [[noteId, note.text]] : [];
    }),
  );
}

/** Ids for one more party: that of a person is all chance. */
export const newParty: NewParty = () => ({ partyId: newOpaqueId('pty'), recordId: newId('rec') });

/** The writes that keep a loss with its customer, who has one open claim more. Ends the request where they were erased. */
export function keepLoss(customerId: string, lossRecord: string, loss: Loss): Promise<Write[]> {
  return keepOpening(customerId, [{ recordId: lossRecord, content: loss }]);
}

/** The writes that keep why a claim is opened again, where that is said, with a customer who has one open claim more. */
export function keepReopening(customerId: string, noteId?: string, text?: string): Promise<Write[]> {
  return keepOpening(customerId, noteId === undefined ? [] : [{ recordId: noteId, content: { text } }]);
}

/** Openings are counted on the key of the customer, so that none meets an erasure, which holds to their number. */
async function keepOpening(customerId: string, records: readonly VaultRecord[]): Promise<Write[]> {
  const key = await keyOf(customerId);
  return [...records.map((record) => keep(key, record)), countOne('claims', customerId)];
}

/** The writes that keep the policyholder as who was paid, whose key must remain. */
export function keepPolicyholder(
  customerId: string,
  recordId: string,
  content: PartyContent,
): Promise<Write[]> {
  return keepWith(customerId, recordId, content);
}

/** The writes that keep a note with the customer of its claim, likewise. */
export function keepNote(customerId: string, noteId: string, text: string): Promise<Write[]> {
  return keepWith(customerId, noteId, { text });
}

async function keepWith(customerId: string, recordId: string, content: object): Promise<Write[]> {
  const key = await keyOf(customerId);
  return [keep(key, { recordId, content }), keyMustRemain(customerId)];
}

async function keyOf(customerId: string): Promise<SubjectKey> {
  const kept = await readKey(customerId);
  if (!kept) throw new Problem('customer-erased', 'The customer was erased.');
  return kept.key;
}

/** The writes that keep somebody else under a new key of their own. */
export async function keepParty(partyId: string, recordId: string, content: PartyContent): Promise<Write[]> {
  const { key, write } = await newPersonKey(partyId);
  return [write, keep(key, { recordId, content })];
}

/** The plate of the vehicle in one of a policy's records; undefined where it has none, or was erased. */
export async function readPlate(customerId: string, vehicleRecord: string): Promise<string | undefined> {
  const { records } = await readRecords(customerId, [vehicleRecord]);
  return (records.get(vehicleRecord) as { plate?: string } | undefined)?.plate;
}
