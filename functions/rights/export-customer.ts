import type { components } from '../../openapi/generated/types.ts';
import { readContent } from '../consents/store.ts';
import { viewDevice } from '../devices/view.ts';
import type { Answer } from '../middleware/call.ts';
import type { CallOf } from '../middleware/implementation.ts';
import { type Instant, now } from '../platform/clock.ts';
import { readTemporary } from '../platform/vault.ts';
import { recordsOf } from '../platform/vault-subject.ts';
import { listUnissued, readChanges } from '../policies/change-store.ts';
import type { PolicyHistory } from '../policies/policy.ts';
import type { QuotedChange } from '../policies/quoted-change.ts';
import { readTransactions } from '../policies/store.ts';
import { readReason } from '../quotes/reason-store.ts';
import { findQuote } from '../quotes/store.ts';
import { viewQuote } from '../quotes/view.ts';
import { rulesNamed } from '../telematics/catalogue.ts';
import { existingCustomer } from './access.ts';
import { viewErasure } from './erasure.ts';
import { exportChange, recordIdsOf } from './exported-change.ts';
import { exportClaim } from './exported-claim.ts';
import { exportConsent, platesIn } from './exported-consent.ts';
import { exportPolicy } from './exported-policy.ts';
import { exportTrip } from './exported-trip.ts';
import { consentsOf, drivenBy, holdingsOf } from './holdings.ts';
import { viewCustomer } from './view.ts';

type Schemas = components['schemas'];
type CustomerExport = Schemas['CustomerExport'];

/** All that is held on a customer. Of one who was erased that is what names nobody. */
export async function exportCustomer(call: CallOf<'exportCustomer'>): Promise<Answer<CustomerExport>> {
  const customer = await existingCustomer(call);
  const { customerId, restricted, erasure } = customer;
  const exportedAt = now();
  const holdings = await holdingsOf(customerId);
  const policies = holdings.map(({ policy }) => policy);
  const claims = holdings.flatMap((holding) => holding.claims);
  const records = await recordsIn(customerId);
  const contents = new Map(records.map(({ recordId, content }) => [recordId, content]));
  const plates = platesIn(contents.values());
  const consents = await consentsOf(customerId, exportedAt);
  const body: CustomerExport = {
    exportedAt,
    customer: viewCustomer(customer),
    records,
    policies: await Promise.all(policies.map(policyIn)),
    changes: (await Promise.all(policies.map((policy) => changesIn(policy, exportedAt)))).flat(),
    quotes: await Promise.all(policies.map(({ quoteId }) => quoteIn(quoteId, exportedAt))),
    claims: claims.map((claim) => exportClaim(claim, contents)),
    consents: await Promise.all(
      consents.map(async (consent) => exportConsent(consent, await readContent(consent), plates)),
    ),
    ...(await drivingIn(customerId)),
    erasures: erasure ? [viewErasure(customer, erasure)] : [],
    releases: `/customers/${customerId}/releases`,
  };
  const objects = policies.map(({ policyId }) => ({ policyId }));
  return { body, basis: 'staff', subject: { customerId, objects, restricted } };
}

async function recordsIn(customerId: string): Promise<CustomerExport['records']> {
  const records: CustomerExport['records'] = [];
  for await (const record of recordsOf(customerId)) records.push(record);
  return records;
}

async function policyIn(policy: PolicyHistory): Promise<Schemas['ExportedPolicy']> {
  return exportPolicy(policy, await readTransactions(policy.policyId));
}

async function changesIn({ policyId }: PolicyHistory, at: Instant): Promise<Schemas['ExportedChange'][]> {
  const changes = await readChanges(await listUnissued(policyId));
  return Promise.all(changes.map((change) => changeIn(change, at)));
}

/** The customer's devices, and what was driven with them. */
async function drivingIn(customerId: string): Promise<Pick<CustomerExport, 'devices' | 'trips'>> {
  const driven = await drivenBy(customerId);
  return {
    devices: driven.map(({ device }) => viewDevice(device)),
    trips: driven.flatMap(({ device, trips }) =>
      trips.map((trip) => exportTrip(trip, device.deviceId, rulesNamed(trip.rules).rules)),
    ),
  };
}

/** A change with what was said for it, for as long as that is kept. */
async function changeIn(change: QuotedChange, at: Instant): Promise<Schemas['ExportedChange']> {
  const said = await readTemporary(change.changeId, recordIdsOf(change));
  return exportChange(change, said, at);
}

async function quoteIn(quoteId: string, at: Instant): Promise<Schemas['ExportedQuote']> {
  const quote = await findQuote(quoteId);
  if (!quote) throw new Error(`a policy was issued from ${quoteId}`);
  return { quote: viewQuote(quote, at, await readReason(quote)), facts: quote.facts };
}
