import type { components } from '../../openapi/generated/types.ts';
import type { Claim, Party, Role } from './claim.ts';
import type { PartyContent } from './loss.ts';
import type { Personal } from './personal.ts';

type View = components['schemas']['Claim'];

/** The vehicles that were named, the insured one first. */
export function viewVehicles({ parties }: Claim, { loss, ...personal }: Personal): View['vehicles'] {
  const insured = (loss.insuredPlates ?? []).map((plate) => ({ plate, insured: true }));
  const others = parties
    .filter(({ role }) => role === 'vehicle-owner')
    .map((party) => ({ ...shown(party, personal, ['plate']), insured: false }));
  return [...insured, ...others];
}

/** The persons that were named, the policyholder first. */
export function viewPersons({ parties }: Claim, { loss, ...personal }: Personal): View['persons'] {
  const policyholder = (loss.policyholder ?? []).map((said) => ({ role: 'policyholder' as const, ...said }));
  const others = parties.flatMap((party) => {
    const role = roleOf(party);
    return role ? [{ ...shown(party, personal, ['name', 'injury']), role }] : [];
  });
  return [...policyholder, ...others];
}

function roleOf({ role }: Party): Role | undefined {
  return role === 'vehicle-owner' || role === 'payee' ? undefined : role;
}

/** The payments, with those who were paid. */
export function viewPayments({ payments, parties }: Claim, personal: Personal): View['payments'] {
  return payments.map(({ payee, by, ...payment }) => {
    const party = parties.find(({ partyId }) => partyId === payee);
    if (!party) throw new Error(`payment ${payment.paymentId} went to nobody`);
    return { ...payment, paidBy: by, payee: shown(party, personal, ['name', 'iban']) };
  });
}

/** A party, with what there is of some of their values. */
function shown<Name extends keyof PartyContent>(
  { partyId, erased }: Party,
  { parties, paidPolicyholder }: Pick<Personal, 'parties' | 'paidPolicyholder'>,
  names: readonly Name[],
): { partyId: string; erased?: true } & Pick<PartyContent, Name> {
  const content = parties.get(partyId) ?? paidPolicyholder.get(partyId) ?? {};
  const values = names.flatMap((name) => (content[name] === undefined ? [] : [[name, content[name]]]));
  return { partyId, ...Object.fromEntries(values), ...(erased && { erased }) };
}
