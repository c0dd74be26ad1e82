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
  done('Schedule', `one page, ${kilobytes(document)}`);
  save(`schedule-${policyNumber}.pdf`, document);
}

/** Saves the document that the customer may take to another insurer. */
export async function saveStatement(customer: Client): Promise<void> {
  const document = await customer.getBytes('/me/claims-history/statement');
  done('Statement', `of Anna’s claims history, to be shown to others, ${kilobytes(document)}`);
  save('claims-history.pdf', document);
}

function save(name: string, document: Uint8Array): void {
  const file = join(tmpdir(), name);
  writeFileSync(file, document, { mode: 0o600 });
  detail(file);
}

const kilobytes = ({ length }: Uint8Array) => `${(length / 1000).toFixed(1)} kB`;

/** How long the way from the ledger to the bus may take. */
const PATIENCE_MS = 10_000;

/** Lists what the bus took of a policy or claim, once that is all. */
export async function listEvents(client: Client, origin: string, path: string): Promise<void> {
  const { version } = await client.get<{ version: number }>(path);
  const events = await eventsOf(origin, path.slice(path.lastIndexOf('/') + 1), version);
  done('Events', `${events.length} on the bus, in ids and facts only`);
  for (const { detailType, detail: event } of events) {
    detail(`version ${event.version}  ${detailType.padEnd(24)}${event.kind ?? ''}`.trimEnd());
  }
}

async function eventsOf(origin: string, aggregateId: string, version: number): Promise<BusEvent[]> {
  const deadline = Date.now() + PATIENCE_MS;
  for (;;) {
    const response = await fetch(`${origin}/_local/events?limit=100000`);
    const { events } = (await response.json()) as { events: BusEvent[] };
    const own = events.filter(({ detail: event }) => event.aggregateId === aggregateId);
    if (own.some(({ detail: event }) => event.version === version)) return own;
    if (Date.now() > deadline) throw new Error(`the bus has not seen version ${version} of ${aggregateId}`);
    await setTimeout(100);
  }
}
