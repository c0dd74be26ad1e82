import { isDeepStrictEqual } from 'node:util';
import { type Answer, originOf } from '../middleware/call.ts';
import type { CallOf } from '../middleware/implementation.ts';
import { mismatch } from '../middleware/one-shot.ts';
import { dayIn, type PlainDate } from '../platform/calendar.ts';
import type { Write } from '../platform/commit.ts';
import { keyMustRemain } from '../platform/kept-key.ts';
import { accepted, isRefusal, Problem } from '../platform/problem.ts';
import { readKey } from '../platform/subject-key.ts';
import { forget, readTemporary } from '../platform/vault.ts';
import { decideChange } from './change.ts';
import { changeOfChange, findChange } from './change-store.ts';
import { refuseBehindLoss } from './loss.ts';
import { keepRecord } from './personal.ts';
import { type PolicyHistory, refuseEnded } from './policy.ts';
import { issue, type QuotedChange } from './quoted-change.ts';
import { restatementOf } from './restatement.ts';
import type { Said, SaidSections } from './section-patch.ts';
import { type Section, sections } from './stack/cover.ts';
import { totalCharges, totalMovement } from './stack/movement.ts';
import { type Opened, openPolicy, transact } from './transact.ts';
import type { BookedView } from './view.ts';

/** Makes a quoted change part of its policy, at the very price that was quoted. */
export async function issueChange(call: CallOf<'issueChange'>): Promise<Answer<BookedView>> {
  const opened = await openPolicy(call);
  const { policy, product, desk } = opened;
  const change = await findChange(call.path.changeId);
  if (change?.policyId !== policy.policyId) throw new Problem('not-found', 'There is no such change.');
  // What a customer consented to was held against what was quoted.
  if (change.consentId !== call.consent?.consent.consentId) throw mismatch();
  const event = accepted(issue(change, desk.issuedAt));
  refuseOutdated(policy, change, dayIn(product.timeZone, desk.issuedAt));
  const said = await saidIn(change);
  const booking = bookAsQuoted(opened, change, said);
  const about = { occurredAt: desk.issuedAt, origin: originOf(call, policy.partnerId) };
  const issued = changeOfChange(change, event, about);
  return transact(call, opened, booking, {
    records: await moveRecords(policy, change, said),
    changes: [issued.change],
  });
}

/** Ends a call for a policy that has ended since the change was quoted, or of which a loss was notified behind it. */
function refuseOutdated(policy: PolicyHistory, { effectiveDate }: QuotedChange, today: PlainDate): void {
  const outdated = refuseEnded(policy, today) ?? refuseBehindLoss(policy.losses, effectiveDate);
  if (!outdated) return;
  // The day is the quote's, not the call's.
  const { pointer, ...refusal } = outdated;
  throw Problem.from(refusal);
}

/** The change as it was said, from what the vault keeps of it. */
async function saidIn({ changeId, patch }: QuotedChange): Promise<Said> {
  const kept = sections.flatMap((section) =>
    patch[section] ? [[section, patch[section].record] as const] : [],
  );
  const found = await readTemporary(
    changeId,
    kept.map(([, record]) => record),
  );
  if (found.size < kept.length) {
    throw new Problem('change-expired', 'What the change was quoted from is no longer kept.');
  }
  return {
    records: Object.fromEntries(kept),
    sections: Object.fromEntries(
      kept.map(([section, record]) => [section, found.get(record)]),
    ) as SaidSections,
    coverage: patch.coverage,
    bonusMalusLevel: patch.driver?.bonusMalusLevel,
  };
}

/** Books the change, unless the policy has become one for which the locked price is wrong. */
function bookAsQuoted({ policy, product, desk }: Opened, change: QuotedChange, said: Said) {
  const { effectiveDate, patch } = change;
  const restate = restatementOf(said, product);
  const booking = decideChange(policy, { effectiveDate, patch, restate }, desk);
  if (!isRefusal(booking)) {
    const { booked } = booking;
    const movement = totalMovement(booked.map(({ premiumMovement }) => premiumMovement));
    const charges = totalCharges(booked.flatMap((transaction) => transaction.charges));
    if (isDeepStrictEqual([movement, charges], [change.premiumMovement, change.charges])) return booking;
  }
  throw new Problem('change-superseded', 'The policy changed meanwhile: quote the change again.');
}

/** What is personal of the change becomes the customer's, sealed under their key, which must be there until it is. */
async function moveRecords(policy: PolicyHistory, { changeId }: QuotedChange, said: Said): Promise<Write[]> {
  const kept = await readKey(policy.customerId);
  if (!kept) throw new Problem('customer-erased', 'The customer was erased.');
  const moved = sections.map(async (section: Section): Promise<Write[]> => {
    const [content, record] = [said.sections[section], said.records[section]];
    if (!content || record === undefined) return [];
    return [
      await keepRecord({ ...policy, key: kept.key }, record, section, content),
      forget(changeId, record),
    ];
  });
  return [...(await Promise.all(moved)).flat(), keyMustRemain(policy.customerId)];
}
