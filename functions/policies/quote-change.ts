import { type Answer, originOf } from '../middleware/call.ts';
import { commitFor } from '../middleware/commit.ts';
import type { CallOf } from '../middleware/implementation.ts';
import { holdToConsent } from '../middleware/one-shot.ts';
import { after24Hours } from '../platform/calendar.ts';
import type { Write } from '../platform/commit.ts';
import { newId } from '../platform/ids.ts';
import { accepted, isRefusal, Problem } from '../platform/problem.ts';
import { temporaryKey } from '../platform/subject-key.ts';
import { keep } from '../platform/vault.ts';
import { coverToChange, decideChange } from './change.ts';
import { changeOfChange } from './change-store.ts';
import { bookOf } from './desk.ts';
import type { QuotedChange } from './quoted-change.ts';
import { restatementOf } from './restatement.ts';
import { patchOf, type Said } from './section-patch.ts';
import type { Booking } from './stack/booking.ts';
import { type Patch, type Section, sections } from './stack/cover.ts';
import { totalCharges, totalMovement } from './stack/movement.ts';
import { askedIn } from './stack/transaction.ts';
import { type Opened, openPolicy, superseded } from './transact.ts';
import { type ChangeView, viewChange } from './view.ts';

type QuoteCall = CallOf<'quoteChange'>;

/** Prices a change of a policy and locks the price. The policy stays as it is until the change is issued. */
export async function quoteChange(call: QuoteCall): Promise<Answer<ChangeView>> {
  const opened = await openPolicy(call);
  await holdToConsent(call, call.body);
  const { policy, product, desk } = opened;
  const { effectiveDate } = call.body;
  const cover = accepted(coverToChange(policy, effectiveDate, product, desk.issuedAt));
  const said = saidIn(call);
  const patch = accepted(patchOf(bookOf(cover).book, said, effectiveDate));
  refuseNothing(patch, cover.coverage);
  const restate = restatementOf(said, product);
  const booking = decideChange(policy, { effectiveDate, patch, restate }, desk);
  if (isRefusal(booking)) throw Problem.from({ pointer: '/change', ...booking });
  const about = { occurredAt: desk.issuedAt, origin: originOf(call, policy.partnerId) };
  const consentId = call.consent?.consent.consentId;
  const data = {
    ...termsOf(opened, effectiveDate, patch, booking),
    ...(consentId !== undefined && { consentId }),
  };
  const records = await keepUntil(data.changeId, said, data.validUntil);
  const { quoted, change } = changeOfChange(
    undefined,
    { type: 'change.quoted', data },
    { ...about, records },
  );
  if ((await commitFor(call, [change])) !== 'committed') throw superseded();
  return { body: viewChange(quoted, desk.issuedAt) };
}

/** The change as it was said. The bonus-malus level is no secret and is kept apart from the person. */
function saidIn({ body: { change } }: QuoteCall): Said {
  const { coverage, driver, vehicle, address } = change;
  const said = {
    ...(driver && { driver: { dateOfBirth: driver.dateOfBirth } }),
    ...(vehicle && { vehicle }),
    ...(address && { address }),
  };
  const records = Object.fromEntries(Object.keys(said).map((section) => [section, newId('rec')]));
  return { sections: said, records, coverage, bonusMalusLevel: driver?.bonusMalusLevel };
}

function refuseNothing(patch: Patch, coverage: string): void {
  if (patch.coverage !== coverage || Object.keys(patch).length > 1) return;
  const detail = 'The policy has this coverage on that day.';
  throw Problem.from({ refusal: 'nothing-changed', detail, pointer: '/change/coverage' });
}

function termsOf(
  { policy, product, desk }: Opened,
  effectiveDate: string,
  patch: Patch,
  { booked }: Booking,
): Omit<QuotedChange, 'version' | 'status'> {
  const { policyId, partnerId, version: policyVersion } = policy;
  const asked = askedIn(booked);
  if (asked.kind !== 'change') throw new Error('a change books a change');
  const { coverage, premium } = asked.cover;
  return {
    changeId: newId('chg'),
    ...{ policyId, policyVersion, partnerId, effectiveDate, patch, coverage },
    premiumMovement: totalMovement(booked.map(({ premiumMovement }) => premiumMovement)),
    charges: totalCharges(booked.flatMap(({ charges }) => charges)),
    newPremium: premium,
    validUntil: after24Hours(desk.issuedAt, product.changes.quoteValidityDays),
    createdAt: desk.issuedAt,
  };
}

/** Kept for so long beyond the price, so that a change that is issued at the last moment finds what it was made from. */
const GRACE_SECONDS = 3600;

/** What is personal is kept under the change, and forgotten with it unless it is issued. */
async function keepUntil(
  changeId: string,
  { sections: said, records }: Said,
  validUntil: string,
): Promise<Write[]> {
  const key = await temporaryKey(changeId);
  const expiresAt = Math.ceil(Date.parse(validUntil) / 1000) + GRACE_SECONDS;
  return sections.flatMap((section: Section) => {
    const [content, recordId] = [said[section], records[section]];
    return content && recordId ? [keep(key, { recordId, content, expiresAt })] : [];
  });
}
