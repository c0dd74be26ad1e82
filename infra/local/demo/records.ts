import { writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import type { Client } from './client.ts';
import type { BusEvent, Money, Policy, Transaction } from './shapes.ts';
import { detail, done } from './terminal.ts';
import { money, movement, sum } from './words.ts';

/** Lists everything that was booked, with what is owed after each. */
export async function listTransactions(client: Client, policyId: string): Promise<void> {
  const path = `/policies/${policyId}/transactions?limit=100`;
  const { data } = await client.get<{ data: Transaction[] }>(path);
  done('Transactions', `${data.length}, none of them ever altered`, 'owed'.padStart(12));
  let owed: Money | undefined;
  for (const { kind, effectiveDate, premiumMovement, reappliesTransactionId } of data) {
    owed = owed ? sum([owed, premiumMovement.gross]) : premiumMovement.gross;
    const name = reappliesTransactionId ? `${kind} (again)` : kind;
    const moved = movement(premiumMovement).padStart(16);
    detail(`${effectiveDate}  ${name.padEnd(18)}${moved}`, money(owed));
  }
}

/** Saves the document that the customer keeps. */
export async function saveSchedule(client: Client, { policyId, policyNumber }: Policy): Promise<void> {
  const document = await client.getBytes(`/policies/${policyId}/schedule`);
  const file = join(tmpdir(), `schedule-${policyNumber}.pdf`);
  writeFileSync(file, document, { mode: 0o600 });
  done('Schedule', `one page, ${(document.length / 1000).toFixed(1)} kB`);
  detail(file);
}

/** How long the way from the ledger to the bus may take. */
const PATIENCE_MS = 10_000;

/** Lists what the bus took of a policy, once that is all. */
export async function listEvents(client: Client, origin: string, policyId: string): Promise<void> {
  const { version } = await client.get<Policy>(`/policies/${policyId}`);
  const events = await eventsOf(origin, policyId, version);
  done('Events', `${events.length} on the bus, in ids and facts only`);
  for (const { detailType, detail: event } of events) {
    detail(`version ${event.version}  ${detailType.padEnd(20)}${event.kind ?? ''}`);
  }
}

async function eventsOf(origin: string, policyId: string, version: number): Promise<BusEvent[]> {
  const deadline = Date.now() + PATIENCE_MS;
  for (;;) {
    const response = await fetch(`${origin}/_local/events?limit=100000`);
    const { events } = (await response.json()) as { events: BusEvent[] };
    const own = events.filter(({ detail: event }) => event.aggregateId === policyId);
    if (own.some(({ detail: event }) => event.version === version)) return own;
    if (Date.now() > deadline) throw new Error(`the bus has not seen version ${version} of ${policyId}`);
    await setTimeout(100);
  }
}
