import { type RunningApi, startApi } from './api.ts';
import { Claims } from './claims.ts';
import { Client } from './client.ts';
import { daysAhead } from './days.ts';
import { Policies, valuedRequest } from './policies.ts';
import { quoteRequest } from './risks.ts';
import { unthrottledAssembly } from './unthrottled.ts';

/** When policies were issued, and when their cover began, in days from today. */
const ISSUED = -60;
const BEGUN = -55;

/** Who has to do with claims, and two policies of Anna's that have been in force for weeks. */
export interface Insured {
  api: RunningApi;
  /** Pays for Anna's own vehicle, 10,000 EUR at most, less 500. */
  ownDamage: string;
  /** Pays others without a limit. */
  liability: string;
  policies: Policies;
  /** The partner of both policies, one that has nothing to do with them, and two of the insurer's staff. */
  broker: Claims;
  reader: Claims;
  handler: Claims;
  approver: Claims;
}

/**
 * The API today, weeks after policies were issued: what is notified of them is neither of yesterday's cover nor agreed
 * after the loss. However many requests a second a test makes.
 */
export async function startInsured(): Promise<Insured> {
  const cdkOut = unthrottledAssembly();
  const then = await startApi({ cdkOut, env: { NOW: daysAhead(ISSUED) } });
  const sold = new Policies(await Client.of(then, 'broker'));
  const startDate = daysAhead(BEGUN);
  const ownDamage = await sold.bind(valuedRequest('10000.00', startDate));
  const liability = await sold.bind(quoteRequest({ startDate }));
  await then.stop();
  const api = await startApi({ cdkOut, dataDir: then.dataDir });
  const claims = async (name: string) => new Claims(await Client.of(api, name));
  return {
    api,
    ownDamage: ownDamage.body.policyId,
    liability: liability.body.policyId,
    policies: new Policies(await Client.of(api, 'broker')),
    broker: await claims('broker'),
    reader: await claims('reader'),
    handler: await claims('handler'),
    approver: await claims('approver'),
  };
}
