import type { Client } from './client.ts';
import type { BookedTransaction, Policy } from './shapes.ts';
import { detail, done } from './terminal.ts';
import { movement, short } from './words.ts';

/** Ends cover at the customer's request; what is kept of the premium is shown. */
export async function cancel(client: Client, policyId: string, effectiveDate: string): Promise<void> {
  const body = { effectiveDate, reason: 'customer-request' };
  const booked = await act(client, policyId, 'cancellation', body);
  done('Cancelled', `${short(booked.transactionId)}, at the customer’s request from ${effectiveDate}`);
  detail(`${booked.basis} refund`, movement(booked.totalMovement));
  for (const { code, amount } of booked.charges) {
    detail(`kept of the premium (${code})`, `${amount.amount} ${amount.currency}`);
  }
}

/** Begins cover again on a day. */
export async function reinstate(client: Client, policyId: string, effectiveDate: string): Promise<void> {
  const booked = await act(client, policyId, 'reinstatement', { effectiveDate });
  done('Reinstated', `${short(booked.transactionId)}, from the same day`, movement(booked.totalMovement));
}

async function act(client: Client, policyId: string, name: string, body: object): Promise<BookedTransaction> {
  const { version } = await client.get<Policy>(`/policies/${policyId}`);
  return client.post<BookedTransaction>(`/policies/${policyId}/${name}`, { body, version });
}
