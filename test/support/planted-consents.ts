import type { RunningApi } from './api.ts';
import { inMinutes } from './consents.ts';
import { type Place, Planter } from './planted.ts';
import { address, car, insureAnna } from './planted-insured.ts';
import type { Answered } from './request.ts';
import { upcomingDate, upcomingRequest } from './risks.ts';

/** Everybody who asks, by their tokens. */
interface Tokens {
  reader: string;
  anna: string;
  handler: string;
}

/** Asks for consents, gives them, uses them and takes them back, with planted values in every place that takes one. */
export async function plantConsents(api: RunningApi): Promise<Planter> {
  const planter = new Planter(api, await api.token('broker'));
  const [reader, anna, handler] = await Promise.all(
    ['reader', 'anna', 'handler'].map((name) => api.token(name)),
  );
  const tokens = { reader: reader ?? '', anna: anna ?? '', handler: handler ?? '' };
  const policy = await insureAnna(planter);
  await refuseRequests(planter, tokens);
  await comeBack(planter, tokens);
  await useConsent(planter, tokens, policy.policyId);
  await changeByConsent(planter, tokens, policy.policyId);
  await notifyByConsent(planter, tokens, policy.policyId);
  await lookAfter(planter, tokens, policy.customerId);
  return planter;
}

const asked = (instead: object) => ({
  permissions: ['POLICY_READ', 'IDENTITY_READ', 'CONTACT_READ', 'VEHICLE_READ'],
  purpose: 'A comparison of your covers.',
  expiresAt: inMinutes(60),
  ...instead,
});

/** Requests that cannot be understood, or ask for what may not be asked for. */
async function refuseRequests(planter: Planter, { reader, anna }: Tokens): Promise<void> {
  const ask = (body: unknown) => planter.ask({ path: '/consents', token: reader, body });
  await ask(asked({ purpose: `To please ${planter.secret()}` }));
  await ask(asked({ redirectUri: `https://${planter.secret('.example')}/` }));
  await ask(asked({ redirectUri: 'http://localhost:8080/callback', state: planter.secret() }));
  await ask(asked({ [planter.secret()]: planter.secret() }));
  await ask(asked({ expiresAt: planter.secret() }));
  await ask(asked({ objects: [{ policyId: planter.secret('') }] }));
  await ask(asked({ oneShot: true, change: change(planter, 'nowhere') }));
  await ask(JSON.stringify(asked({ purpose: planter.secret('') })).slice(0, -1));
  for (const path of [`/consents/${planter.secret('')}`, `/consents?cursor=${planter.secret('')}`])
    await planter.ask({ method: 'GET', path, token: reader });
  await planter.ask({ path: `/me/consents/${planter.secret('')}/rejection`, token: anna });
}

/** Reads what a consent opens: in clear, then no longer. */
async function useConsent(planter: Planter, { reader, anna }: Tokens, policyId: string): Promise<void> {
  const consentId = await granted(planter, { reader, anna }, asked({ objects: [{ policyId }] }));
  const headers = { 'x-consent-id': consentId };
  const read = (path: string, named: Record<string, string> = headers) =>
    planter.ask({ method: 'GET', path, token: reader, headers: named });
  await read(`/policies/${policyId}`);
  await read(`/policies/${policyId}/schedule`);
  await read(`/policies/${policyId}/transactions`);
  await read('/policies');
  await read(`/policies/${policyId}`, { 'x-consent-id': planter.secret('') });
  await planter.ask({
    path: `/me/consents/${consentId}/revocation`,
    token: anna,
    body: { reason: planter.secret('') },
  });
  await planter.ask({ path: `/me/consents/${consentId}/revocation`, token: anna });
  await read(`/policies/${policyId}`);
}

async function granted(
  planter: Planter,
  { reader, anna }: Omit<Tokens, 'handler'>,
  body: object,
): Promise<string> {
  const headers = { 'idempotency-key': planter.secret() };
  const { json: consent } = await planter.ask({ path: '/consents', token: reader, headers, body });
  const { consentId } = consent;
  for (const method of ['GET', 'POST'] as const) {
    const part = method === 'POST' ? '/authorisation' : '';
    await planter.ask({ method, path: `/me/consents/${consentId}${part}`, token: anna });
  }
  return consentId;
}

/** A request whose state, which may say anything of anybody, goes with the link: followed, decided on, read again. */
async function comeBack(planter: Planter, { reader, anna }: Tokens): Promise<void> {
  const state = planter.secret('');
  const body = asked({ redirectUri: 'http://localhost:8080/callback', state });
  const headers = { 'idempotency-key': planter.secret() };
  const request = () => planter.ask({ path: '/consents', token: reader, headers, body });
  const { json: consent } = await request();
  await planter.ask({ method: 'GET', path: `/dashboard?consent=${consent.consentId}&state=${state}` });
  await planter.ask({ path: `/me/consents/${consent.consentId}/authorisation`, token: anna });
  await request();
  await planter.ask({ method: 'GET', path: `/consents/${consent.consentId}`, token: reader });
}

function change(planter: Planter, place: Place) {
  const { vehicle, driver } = upcomingRequest();
  return {
    effectiveDate: upcomingDate(),
    change: {
      vehicle: { ...vehicle, ...(place === 'sealed' && { value: planter.worth() }), ...car(planter, place) },
      driver: { ...driver, dateOfBirth: planter.birthDate(place) },
      address: address(planter, place),
    },
  };
}

/** Changes the policy as was consented to, and once otherwise: what was consented to becomes the customer's. */
async function changeByConsent(planter: Planter, { reader, anna }: Tokens, policyId: string): Promise<void> {
  const meant = change(planter, 'sealed');
  const permissions = ['POLICY_READ', 'POLICY_CHANGE'];
  const body = asked({ permissions, objects: [{ policyId }], oneShot: true, change: meant });
  const consentId = await granted(planter, { reader, anna }, body);
  const headers = { 'x-consent-id': consentId };
  const path = `/policies/${policyId}/changes`;
  await planter.ask({ path, token: reader, headers, body: change(planter, 'nowhere') });
  const { json: quoted } = await planter.ask({ path, token: reader, headers, body: meant });
  await planter.ask({
    path: `${path}/${quoted.changeId}/issue`,
    token: reader,
    headers: { ...headers, 'if-match': '"1"', 'idempotency-key': planter.secret() },
  });
}

/** A notice of loss that waits for its day; and one that is given up, and so forgotten. */
async function notifyByConsent(planter: Planter, { reader, anna }: Tokens, policyId: string): Promise<void> {
  const ask = (place: Place) =>
    granted(
      planter,
      { reader, anna },
      asked({
        permissions: ['CLAIM_NOTIFY'],
        oneShot: true,
        claimNotification: loss(planter, place, policyId),
      }),
    );
  await ask('sealed');
  const consentId = await ask('forgotten');
  await planter.ask({ method: 'DELETE', path: `/consents/${consentId}`, token: reader });
}

function loss(planter: Planter, place: Place, policyId: string) {
  return {
    policyId,
    occurredAt: new Date().toISOString(),
    description: planter.secret('', place),
    cause: 'collision',
    persons: [
      { role: 'injured', name: planter.secret('', place), injury: planter.secret('', place) },
      { role: 'witness', name: planter.secret('', place) },
    ],
  };
}

/** What staff and the customer look at, and a login that is bound. */
async function lookAfter(planter: Planter, { anna, handler }: Tokens, customerId: string): Promise<void> {
  const customer = `/customers/${customerId}`;
  for (const path of [
    '/me/policies',
    '/me/consents',
    '/me/releases',
    `/me/consents?cursor=${planter.secret('')}`,
  ])
    await planter.ask({ method: 'GET', path, token: anna });
  for (const path of [
    `${customer}/export`,
    `${customer}/releases`,
    `/customers/${planter.secret('')}/export`,
  ])
    await planter.ask({ method: 'GET', path, token: handler });
  const staff = (path: string, body: object): Promise<Answered> =>
    planter.ask({ path, token: handler, body });
  const [email, dateOfBirth] = [planter.secret(), planter.birthDate('nowhere')];
  await staff(`${customer}/logins`, { email, dateOfBirth });
  await staff(`${customer}/logins`, { email: planter.secret(''), dateOfBirth });
  await staff(`${customer}/erasures`, { preview: true });
  await staff(`${customer}/erasures`, { preview: planter.secret('') });
  await staff(`${customer}/erasures`, {});
}
