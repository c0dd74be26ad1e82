import type { Answer } from '../../middleware/call.ts';
import type { CallOf } from '../../middleware/implementation.ts';
import { newId } from '../../platform/ids.ts';
import { Problem } from '../../platform/problem.ts';
import type { Party } from '../claim.ts';
import { refuseIban } from '../iban.ts';
import { keepParty, newParty } from '../personal.ts';
import type { ClaimView } from '../view.ts';
import { paymentIn } from './entered.ts';
import { handleClaim } from './handle-claim.ts';
import { pay } from './payment.ts';

/** Pays some of what is payable. Whom it goes to is a person of their own, whose values lie under a key of their own. */
export async function payClaim(call: CallOf<'payClaim'>): Promise<Answer<ClaimView>> {
  const { payee, ...request } = call.body;
  const refusal = refuseIban(payee.iban, '/payee/iban');
  if (refusal) throw Problem.from(refusal);
  const party: Party = { ...newParty(), role: 'payee', injured: false };
  const payment = { paymentId: newId('pay'), party, ...request };
  return handleClaim(call, (claim, act) => pay(claim, payment, act), {
    records: await keepParty(party.partyId, party.recordId, payee),
    entered: paymentIn,
  });
}
