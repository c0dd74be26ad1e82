import type { Principal } from '../middleware/principal.ts';
import { findPartner } from '../partners/registry.ts';
import { Problem } from '../platform/problem.ts';
import type { Consent } from './consent.ts';
import { type Asker, refusePermissions } from './request.ts';

/** The calling partner, as it is registered. */
export async function askerOf({ kind, clientId }: Principal): Promise<Asker> {
  const partner = kind === 'partner' ? await findPartner(clientId) : undefined;
  if (!partner) throw new Problem('forbidden', 'Only a registered partner asks for a consent.');
  return partner;
}

/** Refuses to let a customer give what, by the registry of today, the partner may not ask for any more. */
export async function refuseFormerAsker({ clientId, partnerId, permissions }: Consent): Promise<void> {
  const partner = await findPartner(clientId);
  const allowed = partner?.partnerId === partnerId ? partner.permissions : [];
  const refusal = refusePermissions({ permissions: allowed }, permissions);
  if (refusal) throw Problem.from(refusal);
}
