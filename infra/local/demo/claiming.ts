import { createHash } from 'node:crypto';
import { setTimeout } from 'node:timers/promises';
import type { Client } from './client.ts';
import { policyholder, risk, vehicle } from './people.ts';
import { photo } from './photo.ts';
import type { Claim, Policy, Quote, Upload } from './shapes.ts';
import { detail, done } from './terminal.ts';
import { addDays, money, short } from './words.ts';

/** Insures Anna's own car too, from four weeks ago: a loss of the first days would be looked at by a person. */
export async function insureOwnDamage(broker: Client, today: string): Promise<Policy> {
  const value = { amount: '18000.00', currency: 'EUR' };
  const request = { ...risk, vehicle: { ...risk.vehicle, value } };
  const startDate = addDays(today, -28);
  const quote = await broker.post<Quote>('/quotes', {
    body: { product: 'own-damage', startDate, ...request },
  });
  const { quoteId, createdAt, offers } = quote;
  const policy = await broker.post<Policy>('/policies', {
    body: {
      ...{ quoteId, offerId: offers[0]?.offerId, policyholder, vehicle },
      termsReceivedAt: createdAt.slice(0, 10),
      paymentPlan: 'annual',
    },
  });
  done(
    'Own damage',
    `${short(policy.policyId)}, the same car, since ${startDate}`,
    money(policy.premium.gross),
  );
  return policy;
}

/** Notifies what has happened to the car since. */
export async function notify(broker: Client, { policyId, createdAt }: Policy): Promise<Claim> {
  const body = {
    policyId,
    occurredAt: createdAt,
    cause: 'weather',
    description: 'A branch fell on the bonnet in the storm.',
    place: 'Veldstraat, Gent',
    vehicles: [{ plate: vehicle.plate }],
    estimatedAmount: { amount: '850.00', currency: 'EUR' },
  };
  const claim = await broker.post<Claim>('/claims', { body });
  done('Notice', `${short(claim.claimId)}, number ${claim.protocolNumber}`, money(body.estimatedAmount));
  detail(`${claim.route}: ${claim.reasons.map(({ code }) => code).join(', ')}`);
  return claim;
}

/** Sends a photo to where the API says, which then looks whether it is the one that was announced. */
export async function sendPhoto(broker: Client, { claimId }: Claim): Promise<void> {
  const bytes = photo();
  const sha256 = createHash('sha256').update(bytes).digest('hex');
  const body = { kind: 'photo', contentType: 'image/png', size: bytes.length, sha256 };
  const { documentId, upload } = await broker.post<Upload>(`/claims/${claimId}/documents`, { body });
  const { 'content-length': _, ...headers } = upload.headers;
  const sent = await fetch(upload.url, { method: upload.method, headers, body: bytes });
  if (!sent.ok) throw new Error(`the bucket answered ${documentId} with ${sent.status}`);
  done('Photo', `${short(documentId)}, ${bytes.length} bytes, straight to the bucket`);
  detail(`by an address for this file alone, good until ${upload.expiresAt.slice(11, 16)} UTC`);
}

/** How long the way from the bucket to the claim may take. */
const PATIENCE_MS = 20_000;

/** Waits until the rules have looked at the claim again, with its photo. */
export async function awaitTriage(handler: Client, { claimId }: Claim): Promise<Claim> {
  const deadline = Date.now() + PATIENCE_MS;
  for (;;) {
    const claim = await handler.get<Claim>(`/claims/${claimId}`);
    if (claim.decision) {
      showDecision(claim);
      return claim;
    }
    if (Date.now() > deadline) throw new Error(`${claimId} still waits for a person`);
    await setTimeout(100);
  }
}

function showDecision({ route, documents, decision }: Claim): void {
  const attached = documents.filter(({ status }) => status === 'attached').length;
  done('Triage', `${route}, with ${attached} document attached`);
  if (!decision?.settlement) throw new Error('the loss was not approved');
  const { loss, deductible } = decision.settlement;
  done('Decision', `${decision.decision}, by ${decision.decidedBy}`, money(decision.payable));
  detail(`${money(loss)} less the deductible of ${money(deductible)}`);
}

/** Staff pay what is payable, and close the claim. */
export async function payAndClose(handler: Client, { claimId, payable }: Claim): Promise<void> {
  if (!payable) throw new Error(`${claimId} has nothing payable`);
  const payee = { name: 'Anna Peeters', iban: 'BE68539007547034', policyholder: true };
  const body = { amount: payable, payee };
  const paid = await handler.post<Claim>(`/claims/${claimId}/payments`, { body });
  done(
    'Payment',
    `${short(paid.paymentId ?? '')}, by the handler, to Anna: ${paid.status}`,
    money(paid.paid),
  );
  const closed = await handler.post<Claim>(`/claims/${claimId}/closure`, { version: paid.version });
  done('Closed', `${closed.closure?.outcome}; what it has cost the insurer`, money(closed.netIncurred));
}
