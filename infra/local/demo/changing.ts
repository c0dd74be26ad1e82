import type { Client } from './client.ts';
import { nextVehicle } from './people.ts';
import type { BookedTransaction, Policy, PolicyChange } from './shapes.ts';
import { detail, done } from './terminal.ts';
import { money, movement, short } from './words.ts';

/** Another car from a day on: its price first, then the change itself. */
export async function changeVehicle(client: Client, policy: Policy, effectiveDate: string): Promise<void> {
  const { plate, powerKw, fuel } = nextVehicle;
  const change = await quote(client, policy, effectiveDate, { vehicle: nextVehicle });
  done('New car', `${short(change.changeId)}, ${plate}, ${powerKw} kW, ${fuel}`);
  detail(`from ${effectiveDate}; price locked until ${change.validUntil.slice(0, 10)}`);
  detail('to the end of the term', movement(change.premiumMovement));
  detail('from then on, for a whole term', money(change.newPremium.gross));
  await issue(client, policy.policyId, change);
}

/** Another coverage, from a day before the new car: what was booked later is taken back and booked again. */
export async function changeCoverage(client: Client, policy: Policy, effectiveDate: string): Promise<void> {
  const change = await quote(client, policy, effectiveDate, { coverage: 'TPL++' });
  done('More cover', `${short(change.changeId)}, TPL++ from ${effectiveDate}, before the new car`);
  await issue(client, policy.policyId, change);
}

function quote(client: Client, { policyId }: Policy, effectiveDate: string, change: object) {
  return client.post<PolicyChange>(`/policies/${policyId}/changes`, { body: { effectiveDate, change } });
}

/** Issues a change of the policy in the version that was priced. */
async function issue(client: Client, policyId: string, { changeId }: PolicyChange): Promise<void> {
  const { version } = await client.get<Policy>(`/policies/${policyId}`);
  const path = `/policies/${policyId}/changes/${changeId}/issue`;
  const booked = await client.post<BookedTransaction>(path, { version });
  detail(
    `issued as ${short(booked.transactionId)}, version ${booked.version}`,
    movement(booked.totalMovement),
  );
}

/** Reads the policy around a change: before it, after it, and as it was known before anyone thought of it. */
export async function lookAround(
  client: Client,
  policy: Policy,
  changeDate: string,
  before: string,
): Promise<void> {
  const { policyId, createdAt } = policy;
  const at = (query: Record<string, string>) =>
    client.get<Policy>(`/policies/${policyId}?${new URLSearchParams(query)}`);
  done('As of', 'one policy, looked at from three sides');
  show(`on ${before}`, await at({ effectiveAt: before }));
  show(`on ${changeDate}`, await at({ effectiveAt: changeDate }));
  show('known at issue', await at({ effectiveAt: changeDate, knownAt: createdAt }));
}

function show(when: string, { vehicle, coverage, premium }: Policy): void {
  detail(`${when.padEnd(20)}${vehicle.plate.padEnd(11)}${coverage}`, money(premium.gross));
}
