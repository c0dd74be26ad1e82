import { setTimeout } from 'node:timers/promises';
import { type Client, Refused } from './client.ts';
import type { Consent, Policy, Release } from './shapes.ts';
import { detail, done, link } from './terminal.ts';
import { addDays, short } from './words.ts';

/** A third party, and the customer whom it asks. */
export interface Two {
  reader: Client;
  customer: Client;
}

/** Asks the customer to let a third party see the policy and whose it is; and the customer says yes. */
export async function consent({ reader, customer }: Two, policyId: string, today: string): Promise<Consent> {
  const body = {
    permissions: ['POLICY_READ', 'IDENTITY_READ'],
    objects: [{ policyId }],
    purpose: 'To compare your motor insurance',
    expiresAt: `${addDays(today.slice(0, 10), 90)}T00:00:00Z`,
  };
  const asked = await reader.post<Consent>('/consents', { body });
  done('Consent', `${short(asked.consentId)}, asked for by a third party, at`);
  link(asked.authorisationUrl ?? '');
  const given = await customer.post<Consent>(`/me/consents/${asked.consentId}/authorisation`, { body: {} });
  detail(`Anna signs in and says yes: ${given.status}`);
  return given;
}

/** The third party reads the policy: what was consented to in clear, all else masked. */
export async function readByConsent({ reader }: Two, policyId: string, consentId: string): Promise<void> {
  const { policyholder, vehicle } = await reader.get<Policy>(`/policies/${policyId}`, consentId);
  const { givenName, familyName, email } = policyholder;
  done('Third party', `sees ${givenName} ${familyName}, but ${email} and ${vehicle.plate}`);
}

/** How long the way from the ledger to the customer's list may take. */
const PATIENCE_MS = 10_000;

/** The customer looks up who has seen what. */
export async function listReleases({ customer }: Two, consentId: string): Promise<void> {
  const deadline = Date.now() + PATIENCE_MS;
  for (;;) {
    const { data } = await customer.get<{ data: Release[] }>('/me/releases?limit=100');
    const release = data.find((one) => one.consentId === consentId);
    if (release) {
      done('Release', `Anna is told: ${release.classes.join(', ')}, “${release.purpose}”`);
      return;
    }
    if (Date.now() > deadline) throw new Error(`nobody was told of what ${consentId} has opened`);
    await setTimeout(100);
  }
}

/** The customer takes the consent back, and the third party sees nothing any more. */
export async function revoke({ reader, customer }: Two, policyId: string, consentId: string): Promise<void> {
  await customer.post(`/me/consents/${consentId}/revocation`);
  const refusal = await reader.get(`/policies/${policyId}`, consentId).catch((error: unknown) => error);
  if (!(refusal instanceof Refused)) throw new Error(`${consentId} still opens ${policyId}`);
  const { status, title } = refusal.problem as { status: number; title: string };
  done('Revoked', `and from that moment ${status}: ${title}`);
}
