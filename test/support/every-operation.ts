import type { RunningApi } from './api.ts';
import { Client, type Reply } from './client.ts';
import { type Cast, CHANGE, castOf, changeRequest, consentRequest } from './consents.ts';
import { Customers, chained } from './customers.ts';
import { daysAfter } from './days.ts';
import { fresh, issueRequest, match, POLICYHOLDER, Policies, valuedRequest } from './policies.ts';
import { quoteRequest } from './risks.ts';

const under = (consentId: string) => ({ 'x-consent-id': consentId });

/** Throws with what was answered instead where any of these did not go well. */
export function allGood(...replies: readonly Reply[]): void {
  const failed = replies.filter(({ status }) => status >= 300);
  if (failed.length > 0) throw new Error(JSON.stringify(failed.map(({ body }) => body)));
}

/** Every operation on quotes. */
export async function useQuotes(api: RunningApi, startDate: string): Promise<void> {
  const [broker, underwriter] = [await Client.of(api, 'broker'), await Client.of(api, 'handler')];
  const key = fresh();
  const request = quoteRequest({ startDate, vehicle: { fuel: 'electric' } });
  const { body } = await broker.createQuote(request, key);
  const decision = { decision: 'decline', reason: 'Not this one.' };
  allGood(
    await broker.createQuote(request, key),
    await broker.getProduct('motor'),
    await broker.getQuote(body.quoteId),
    await broker.listQuotes(),
    await broker.replayQuote(body.quoteId),
    await underwriter.decideReferral(body.quoteId, decision, match(body.version)),
    // With the reason, which the vault has and staff are shown.
    await underwriter.getQuote(body.quoteId),
  );
}

/** Every operation on policies but the renewal that is asked for. */
export async function usePolicies(api: RunningApi, startDate: string): Promise<void> {
  const broker = await Client.of(api, 'broker');
  const policies = new Policies(broker);
  const quote = await broker.createQuote(valuedRequest('10000.00', startDate));
  const [request, key] = [issueRequest(quote), fresh()];
  const { body } = await policies.issue(request, key);
  // Of a person who had a policy before; somebody else becomes a customer.
  const newcomer = { policyholder: { ...POLICYHOLDER, email: 'newcomer@example.com' } };
  allGood(
    await policies.issue(request, key),
    await policies.bind(valuedRequest('10000.00', startDate), newcomer),
  );
  const { policyId, policyNumber, vehicle } = body;
  const dearer = { ...vehicle, value: { amount: '12000.00', currency: 'EUR' } };
  const start = new Date(startDate);
  const change = await policies.quoteChange(policyId, daysAfter(start, 200), { vehicle: dearer });
  allGood(
    await policies.list(),
    await policies.list(`?policyNumber=${policyNumber}`),
    await policies.list(`?plate=${vehicle.plate}`),
    await policies.issueChange(change, 1),
    // Before the change, whose segment goes.
    await policies.cancel(policyId, 2, daysAfter(start, 100), 'insurer'),
    await policies.reinstate(policyId, 3, daysAfter(start, 100)),
    await policies.get(policyId, `?knownAt=${startDate}`),
    await policies.transactions(policyId),
    await policies.schedule(policyId),
  );
}

/** What partners and customers do with consents, and under them, about a policy of Anna's. Leaves one to be used. */
export async function useConsents(api: RunningApi, policyId: string): Promise<void> {
  const cast = await castOf(api);
  const { reader, anna } = cast;
  const [request, key] = [consentRequest({ objects: [{ policyId }] }), fresh()];
  const { body } = await reader.create(request, key);
  const refused = await reader.ask(changeRequest(policyId));
  allGood(
    await reader.create(request, key),
    await reader.get(body.consentId),
    await reader.list(),
    await anna.get(refused),
    await anna.reject(refused),
    await anna.authorise(body.consentId),
    await anna.list(),
    await anna.authorise(await reader.ask(changeRequest(policyId))),
  );
  await useUnderConsent(cast, policyId, body.consentId);
}

async function useUnderConsent(
  { api, reader, anna }: Cast,
  policyId: string,
  consentId: string,
): Promise<void> {
  const third = new Policies(await Client.of(api, 'reader'));
  const once = await reader.ask(changeRequest(policyId));
  allGood(await anna.authorise(once), await third.schedule(policyId, '', under(consentId)));
  const { effectiveDate, change } = CHANGE;
  const quoted = await third.quoteChange(policyId, effectiveDate, change, under(once));
  allGood(quoted, await third.issueChange(quoted, 1, { ...fresh(), ...under(once) }));
}

/** What a customer sees of their own, on the dashboard and beside it. */
export async function useMine(api: RunningApi, policyId: string): Promise<void> {
  const anna = await Client.of(api, 'anna');
  allGood(
    await anna.call('listMyPolicies', 'GET', '/me/policies'),
    await anna.call('getMySchedule', 'GET', `/me/policies/${policyId}/schedule`),
    await anna.call('listMyReleases', 'GET', '/me/releases'),
  );
  for (const page of ['dashboard', 'dashboard/config.json']) {
    const { status } = await fetch(`${api.url}/${page}`);
    if (status !== 200) throw new Error(`${page} answered ${status}`);
  }
}

/** What staff do about a customer whose cover is to come, and for whom a change was quoted. */
export async function useRights(api: RunningApi, policy: Reply): Promise<void> {
  const staff = await Customers.of(api);
  const { policyId, customerId, term } = policy.body;
  const policies = new Policies(await Client.of(api, 'broker'));
  allGood(await policies.quoteChange(policyId, term.start, CHANGE.change));
  allGood(await staff.export(customerId), await staff.preview(customerId));
  // Refused: instead processing is restricted.
  await staff.erase(customerId, {}, fresh());
  allGood(
    await staff.lift(customerId),
    await staff.link(customerId, { email: 'another@example.com', dateOfBirth: '1985-03-02' }),
  );
  await chained(
    (query) => staff.releases(customerId, query),
    (all) => all.length > 0,
  );
}

/** More consents than end with the customer's key at once; of the first and the last the vault has what they are for. */
export async function consentToMuch(api: RunningApi, policyId: string, expiresAt: string): Promise<void> {
  const { reader, anna } = await castOf(api);
  const plain = Array.from({ length: 25 }, () => consentRequest({ expiresAt }));
  const forOnce = changeRequest(policyId, { expiresAt });
  for (const request of [forOnce, ...plain, forOnce])
    allGood(await anna.authorise(await reader.ask(request)));
}
