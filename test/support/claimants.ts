import { Claims, euros } from './claims.ts';
import { Client } from './client.ts';
import { type Cast, consentRequest, startCast } from './consents.ts';
import { daysAhead } from './days.ts';
import { valuedRequest } from './policies.ts';

/** Who has to do with losses and with consents to tell of them. */
export interface Claimants extends Cast {
  /** The partner of the policies, and one that has nothing to do with them. */
  brokers: Claims;
  readers: Claims;
  handlers: Claims;
  annas: Client;
}

/** The API with partners, staff and customers in it. */
export async function startClaimants(): Promise<Claimants> {
  const cast = await startCast();
  const claims = async (name: string) => new Claims(await Client.of(cast.api, name));
  return {
    ...cast,
    brokers: await claims('broker'),
    readers: await claims('reader'),
    handlers: await claims('handler'),
    annas: await Client.of(cast.api, 'anna'),
  };
}

/** A policy of Anna's for her own vehicle that began weeks ago, though it was agreed today. */
export async function insure({ policies }: Cast, instead: object = {}): Promise<string> {
  return (await policies.bind(valuedRequest('10000.00', daysAhead(-20)), instead)).body.policyId;
}

/** A loss of this moment that nobody has to look at. */
export function lossNow(policyId: string, instead: object = {}) {
  return {
    policyId,
    occurredAt: new Date().toISOString(),
    description: 'A stone hit the windscreen on the ring of Gent.',
    cause: 'glass',
    estimatedAmount: euros('900.00'),
    ...instead,
  };
}

/** What a third party asks for: to notify one loss, once. */
export function notificationRequest(loss: object, instead: object = {}) {
  return consentRequest({
    permissions: ['CLAIM_NOTIFY'],
    purpose: 'To notify your loss.',
    oneShot: true,
    claimNotification: loss,
    ...instead,
  });
}

/** A consent of Anna's to it, as the header that names it. */
export async function consentTo({ reader, anna }: Cast, asked: object): Promise<Record<string, string>> {
  const consentId = await reader.ask(asked);
  const { status, body } = await anna.authorise(consentId);
  if (status !== 200) throw new Error(`not given: ${JSON.stringify(body)}`);
  return { 'x-consent-id': consentId };
}
