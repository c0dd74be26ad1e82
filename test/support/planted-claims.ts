import { randomInt, randomUUID } from 'node:crypto';
import type { RunningApi } from './api.ts';
import { announcementOf, euros } from './claims.ts';
import { daysAhead } from './days.ts';
import { type Place, Planter } from './planted.ts';
import { insureAnna } from './planted-insured.ts';
import type { Answered } from './request.ts';

/** Staff, and who looks on. */
type Tokens = Record<'handler' | 'approver' | 'reader' | 'anna', string>;

/** A claim, and what staff do to it. */
interface Handled {
  planter: Planter;
  path: string;
  tokens: Tokens;
}

/** Notifies losses, takes them to their end and reads them, with planted values in every place that takes one. */
export async function plantClaims(api: RunningApi): Promise<Planter> {
  const planter = new Planter(api, await api.token('broker'));
  const names = ['handler', 'approver', 'reader', 'anna'] as const;
  const entries = await Promise.all(names.map(async (name) => [name, await api.token(name)]));
  const tokens: Tokens = Object.fromEntries(entries);
  const { policyId, customerId } = await insureAnna(planter, daysAhead(-20));
  await refuseNotices(planter, policyId);
  const claim = await notify(planter, lossOf(planter, 'sealed', policyId));
  const handled = { planter, path: `/claims/${claim.claimId}`, tokens };
  await plantDocuments(handled);
  await refuseHandling(handled);
  await handle(handled);
  await erasePerson(planter, tokens, policyId);
  await read(handled, customerId);
  return planter;
}

function lossOf(planter: Planter, place: Place, policyId: string) {
  const text = () => planter.secret('', place);
  return {
    policyId,
    occurredAt: daysAhead(-2),
    description: text(),
    cause: 'collision',
    place: text(),
    authorityReport: text(),
    vehicles: [
      { plate: planter.mark(place, () => randomUUID().replaceAll('-', '').toUpperCase().slice(0, 12)) },
    ],
    persons: [
      { role: 'policyholder', name: text(), injury: text() },
      { role: 'injured', name: text(), injury: text() },
      { role: 'witness', name: text() },
    ],
    ...(place === 'sealed' && { estimatedAmount: planter.worth() }),
  };
}

async function notify(planter: Planter, body: object): Promise<{ claimId: string; version: number }> {
  const headers = { 'idempotency-key': planter.secret() };
  const notice = { path: '/claims', headers, body };
  await planter.ask(notice);
  return (await planter.ask(notice)).json;
}

/** Notices that cannot be understood, or of what is not covered. */
async function refuseNotices(planter: Planter, policyId: string): Promise<void> {
  const loss = (instead: object) => ({ ...lossOf(planter, 'nowhere', policyId), ...instead });
  for (const body of [
    loss({ occurredAt: daysAhead(2) }),
    loss({ occurredAt: daysAhead(-30) }),
    loss({ occurredAt: planter.secret('') }),
    loss({ policyId: 'pol_01KAHJ3M7C4N8X2V6B9Q1W5E0R' }),
    loss({ cause: planter.secret('') }),
    loss({ [planter.secret()]: planter.secret() }),
    loss({ vehicles: [{ plate: planter.secret('') }] }),
    JSON.stringify(loss({})).slice(0, -1),
  ])
    await planter.ask({ path: '/claims', body });
}

/** Documents, of which one is uploaded: to the bucket, which keeps what it gets. */
async function plantDocuments({ planter, path }: Handled): Promise<void> {
  const bytes = new TextEncoder().encode(planter.secret(''));
  const announce = (body: object) => planter.ask({ path: `${path}/documents`, body });
  await announce(announcementOf(bytes, { contentType: planter.secret('') }));
  await announce({ ...announcementOf(bytes), fileName: planter.secret('.jpg') });
  const { json } = await announce(announcementOf(bytes));
  const { url, headers } = json.upload;
  // Whoever has the link may upload, so it is a secret as well.
  planter.mark('nowhere', () => new URL(url).searchParams.get('X-Amz-Signature') ?? '');
  const { 'content-length': _, ...sent } = headers;
  await (await fetch(url, { method: 'PUT', headers: sent, body: bytes })).arrayBuffer();
  await planter.ask({ method: 'GET', path: `${path}/documents/${json.documentId}` });
  await planter.ask({ method: 'GET', path: `${path}/documents/${planter.secret('')}` });
}

/** Does something to a claim as it is by now, and gives the answer. */
async function act(
  { planter, path, tokens }: Handled,
  part: string,
  body: object = {},
  token = tokens.handler,
): Promise<Answered> {
  const { json } = await planter.ask({ method: 'GET', path, token });
  const headers = { 'idempotency-key': planter.secret(), 'if-match': `"${json.version}"` };
  return planter.ask({ path: `${path}/${part}`, token, headers, body });
}

/** What staff do is refused where it is not understood, or cannot be done. */
async function refuseHandling(claim: Handled): Promise<void> {
  const { planter, path, tokens } = claim;
  const secret = () => planter.secret('');
  await act(claim, 'reserves', { amount: euros(secret()) });
  await act(claim, 'notes', { text: secret(), [secret()]: secret() });
  await act(claim, 'notes', { text: secret() }, tokens.reader);
  await act(claim, 'decision', { decision: 'deny', coverage: 'OD', reason: secret() });
  await act(claim, 'assignment', { queue: secret() });
  await act(claim, 'payments', { amount: euros('10.00'), payee: payee(planter, 'nowhere') });
  await act(claim, 'reopening', { reason: secret() });
  const misnamed = { 'if-match': `"${secret()}"` };
  await planter.ask({ path: `${path}/closure`, token: tokens.handler, headers: misnamed, body: {} });
}

function payee(planter: Planter, place: Place) {
  return { name: planter.secret('', place), iban: planter.mark(place, anyIban) };
}

/** An account number of a Belgian bank, with the right check digits. */
function anyIban(): string {
  const account = String(randomInt(1e11, 9e11));
  const check = 98n - (BigInt(`${account}111400`) % 97n);
  return `BE${String(check).padStart(2, '0')}${account}`;
}

/** From the first note to a claim that was closed and opened again. */
async function handle(claim: Handled): Promise<void> {
  const { planter } = claim;
  const words = () => planter.secret('', 'sealed');
  const loss = planter.worth();
  await act(claim, 'notes', { text: words() });
  await act(claim, 'assignment', { queue: 'review' });
  await act(claim, 'reserves', { amount: euros('400.00'), reason: words() });
  // Above the limit, which is what is payable: the loss itself is told to nobody.
  await act(claim, 'decision', { decision: 'approve', coverage: 'OD', loss });
  await act(claim, 'approval');
  await act(claim, 'payments', { amount: euros('400.00'), payee: payee(planter, 'sealed') });
  const own = { ...payee(planter, 'sealed'), policyholder: true };
  await act(claim, 'payments', { amount: euros('1.00'), payee: own });
  const misspelt = {
    ...payee(planter, 'nowhere'),
    iban: planter.mark('nowhere', () => `BE00${randomInt(1e11, 9e11)}`),
  };
  await act(claim, 'payments', { amount: euros('1.00'), payee: misspelt });
  await act(claim, 'payments', { amount: euros('10000.00'), payee: payee(planter, 'nowhere') });
  await act(claim, 'recoveries', { amount: euros('2.00'), source: 'salvage' });
  await act(claim, 'closure', { reason: words() });
  await act(claim, 'reopening', { reason: words() });
}

/** A claim that comes to nothing, in which a person was named who is erased: nothing of theirs is left. */
async function erasePerson(planter: Planter, tokens: Tokens, policyId: string): Promise<void> {
  const persons = [{ role: 'witness', name: planter.secret('', 'forgotten') }];
  const description = planter.secret('', 'sealed');
  const { claimId } = await notify(planter, {
    ...{ policyId, description, persons },
    ...{ occurredAt: daysAhead(-3), cause: 'theft' },
  });
  const claim = { planter, path: `/claims/${claimId}`, tokens };
  await act(claim, 'closure', { reason: planter.secret('', 'sealed') });
  const { json } = await planter.ask({ method: 'GET', path: claim.path, token: tokens.handler });
  const party = `${claim.path}/parties/${json.persons[0].partyId}`;
  for (const path of [party, party, `${claim.path}/parties/${planter.secret('')}`])
    await planter.ask({ method: 'DELETE', path, token: tokens.handler });
}

/** Everything that shows claims. */
async function read({ planter, path, tokens }: Handled, customerId: string): Promise<void> {
  const look = (shown: string, token?: string, headers = {}) =>
    planter.ask({ method: 'GET', path: shown, headers, ...(token !== undefined && { token }) });
  await look(path);
  await look(path, tokens.reader, { 'x-consent-id': planter.secret('') });
  await look('/claims');
  await look('/claims?queue=review', tokens.handler);
  await look(`/claims?queue=${randomUUID()}`, tokens.handler);
  await look(`/claims?cursor=${planter.secret('')}`);
  for (const mine of ['claims', 'claims-history', 'claims-history/statement'])
    await look(`/me/${mine}`, tokens.anna);
  await look(`/customers/${customerId}/export`, tokens.handler);
}
