import { setTimeout as sleep } from 'node:timers/promises';
import type { RunningApi } from './api.ts';
import { announcementOf, Claims, euros, lossOf, photo, upload } from './claims.ts';
import { Client, type Reply } from './client.ts';
import { castOf, consentRequest } from './consents.ts';
import { daysAhead } from './days.ts';
import { eventually } from './events.ts';
import { allGood } from './every-operation.ts';
import { fresh, POLICYHOLDER, Policies, valuedRequest } from './policies.ts';
import { quoteRequest } from './risks.ts';
import { storedFiles } from './stored-files.ts';

const PATIENCE_MS = 15_000;

/** A day from which on cover may still begin, when it is asked for today. */
const LATELY = daysAhead(-20);

/** Every operation on claims, about a policy of Anna's that is in force: from notices to the erasure of who was injured. */
export async function useClaims(api: RunningApi): Promise<void> {
  const claims = async (name: string) => new Claims(await Client.of(api, name));
  const [broker, handler, approver] = [
    await claims('broker'),
    await claims('handler'),
    await claims('approver'),
  ];
  const policies = new Policies(await Client.of(api, 'broker'));
  const { policyId } = (await policies.bind(quoteRequest({ startDate: LATELY }))).body;
  const persons = [{ role: 'injured', name: 'Ben Claes', injury: 'A bruised knee.' }];
  const [loss, key] = [lossOf(policyId, { occurredAt: daysAhead(-2), persons }), fresh()];
  const { body } = await broker.notify(loss, key);
  allGood(await broker.notify(loss, key), await broker.get(body.claimId), await broker.list());
  allGood(await broker.list(`?policyId=${policyId}`), await handler.list('?queue=injury'));
  allGood(await handler.list());
  await useDocuments(api, broker, handler, body.claimId);
  await settle(handler, approver, body.claimId);
  await useUnderConsent(api, policyId);
  const anna = await Client.of(api, 'anna');
  allGood(
    await anna.call('listMyClaims', 'GET', '/me/claims'),
    await anna.call('getMyClaimsHistory', 'GET', '/me/claims-history'),
    await anna.call('getMyClaimsHistoryStatement', 'GET', '/me/claims-history/statement'),
  );
}

/** A document that is attached, and one that is another file than was said. */
async function useDocuments(
  api: RunningApi,
  broker: Claims,
  handler: Claims,
  claimId: string,
): Promise<void> {
  const key = fresh();
  const right = await broker.addDocument(claimId, announcementOf(photo()), key);
  allGood(await broker.addDocument(claimId, announcementOf(photo()), key));
  await upload(right, photo());
  const text = new TextEncoder().encode('No photo at all.');
  await upload(await broker.addDocument(claimId, announcementOf(text)), text);
  for (const type of ['claim.document-attached', 'claim.document-quarantined'])
    await eventually(api, (all) => all.some(({ detailType }) => detailType === type));
  const document = await handler.document(claimId, right.body.documentId);
  allGood(document);
  const { status } = await fetch(document.body.download.url);
  if (status !== 200) throw new Error(`the bucket answered ${status}`);
}

/** What staff do with a claim that takes two of them. */
async function settle(handler: Claims, approver: Claims, claimId: string): Promise<void> {
  const since = async () => (await handler.get(claimId)).body.version;
  const loss = euros('15000.00');
  const decided = await handler
    .note(claimId, 'The other driver was called.')
    .then(({ body }) => body.coverage);
  allGood(
    await handler.assign(claimId, await since(), 'review'),
    await handler.reserve(claimId, await since(), '15000.00', fresh()),
    await handler.decide(claimId, await since(), { decision: 'approve', coverage: decided, loss }),
    await approver.approve(claimId, await since()),
    await handler.pay(claimId, '15000.00'),
    await handler.recover(claimId, '100.00'),
    await handler.close(claimId, await since()),
    await handler.reopen(claimId, await since(), { reason: 'A bill came in late.' }),
    await handler.close(claimId, await since()),
  );
  const { persons } = (await handler.get(claimId)).body;
  allGood(await handler.eraseParty(claimId, persons[0].partyId));
}

/** A third party notifies a loss, once, and reads what became of it. */
async function useUnderConsent(api: RunningApi, policyId: string): Promise<void> {
  const { reader, anna } = await castOf(api);
  const third = new Claims(await Client.of(api, 'reader'));
  const claimNotification = lossOf(policyId, { occurredAt: daysAhead(-3) });
  const once = await reader.ask(
    consentRequest({ permissions: ['CLAIM_NOTIFY'], oneShot: true, claimNotification }),
  );
  const reading = await reader.ask(consentRequest({ permissions: ['CLAIM_READ'] }));
  allGood(await anna.authorise(once), await anna.authorise(reading, policyId));
  const notified = await third.notify(claimNotification, { 'x-consent-id': once });
  const under = { 'x-consent-id': reading };
  allGood(notified, await third.get(notified.body.claimId, under), await third.list('', under));
}

/**
 * A customer whose cover has ended, and whose only claim is closed: with a document, which is to go with them, and one
 * that is yet to be uploaded.
 */
export async function claimAndEnd(
  api: RunningApi,
  email: string,
): Promise<{ customerId: string; awaited: Reply }> {
  const [broker, handler] = [await Client.of(api, 'broker'), new Claims(await Client.of(api, 'handler'))];
  const [policies, claims] = [new Policies(broker), new Claims(broker)];
  const policyholder = { ...POLICYHOLDER, email };
  const { policyId, customerId } = (await policies.bind(valuedRequest('10000.00', LATELY), { policyholder }))
    .body;
  const claimId = await claims.open(lossOf(policyId, { occurredAt: daysAhead(-2), litigation: true }));
  await attach(api, claims, claimId);
  const awaited = await claims.addDocument(claimId, announcementOf(photo(9)));
  const { version } = (await handler.get(claimId)).body;
  allGood(await handler.close(claimId, version, { reason: 'Nothing more is asked for.' }));
  const policy: Reply = await policies.get(policyId);
  allGood(await policies.cancel(policyId, policy.body.version, daysAhead(0), 'insurer'));
  return { customerId, awaited };
}

/** Uploads what was announced for a customer who has been erased since, until nothing is left of it. */
export async function uploadTooLate({ dataDir }: RunningApi, awaited: Reply): Promise<void> {
  await upload(awaited, photo(9));
  for (const until = Date.now() + PATIENCE_MS; storedFiles(dataDir, awaited.body.documentId).length > 0; ) {
    if (Date.now() > until) throw new Error('what was uploaded too late is kept');
    await sleep(100);
  }
}

async function attach(api: RunningApi, claims: Claims, claimId: string): Promise<void> {
  const announced = await claims.addDocument(claimId, announcementOf(photo()));
  await upload(announced, photo());
  const { documentId } = announced.body;
  await eventually(api, (all) => all.some(({ detail }) => detail.documentId === documentId));
}
