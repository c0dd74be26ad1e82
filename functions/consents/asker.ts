import type { Principal } from '../middleware/principal.ts';
import { findPartner } from '../partners/registry.ts';
import { Problem } from '../platform/problem.ts';
import type { Consent } from './consent.ts';
import { type Asker, refusePermissions } from './request.ts';

/** The calling partner, as it is registered. */
export async function callingAsker({ kind, clientId }: Principal): Promise<Asker> {
  const partner = kind === 'partner' ? await findPartner(clientId) : undefined;
  if (!partner) throw new Problem('forbidden', 'Only a registered partner asks for a consent.');
  return partner;
}

/** The partner that asked for a consent, by the registry of today; undefined where it is registered no more. */
export async function askerOf({ clientId, partnerId }: Consent): Promise<Asker | undefined> {
  const partner = await findPartner(clientId);
  return partner?.partnerId === partnerId ? partner : undefined;
}

/** Refuses to let a customer give what the partner that asked for it may not ask for any more. */
export async function refuseFormerAsker(consent: Consent): Promise<void> {
  const { permissions = [] } = (await askerOf(consent)) ?? {};
  const refusal = refusePermissions({ permissions }, consent.permissions);
  if (refusal) throw Problem.from(refusal);
}
