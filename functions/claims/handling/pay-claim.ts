import type { Answer } from '../../middleware/call.ts';
import type { CallOf } from '../../middleware/implementation.ts';
import type { Write } from '../../platform/commit.ts';
import { newId } from '../../platform/ids.ts';
import { Problem } from '../../platform/problem.ts';
import type { Claim, Party } from '../claim.ts';
import { refuseIban } from '../iban.ts';
import { keepParty, keepPolicyholder, newParty } from '../personal.ts';
import type { ClaimView } from '../view.ts';
import { paymentIn } from './entered.ts';
import { handleClaim } from './handle-claim.ts';
import { pay } from './payment.ts';

type PayCall = CallOf<'payClaim'>;

/**
 * Pays some of what is payable. Whom it goes to is a person of their own, whose values lie under a key of their own, but
 * for the policyholder, who is the customer.
 */
export async function payClaim(call: PayCall): Promise<Answer<ClaimView>> {
  const { payee, ...request } = call.body;
  const refusal = refuseIban(payee.iban, '/payee/iban');
  if (refusal) throw Problem.from(refusal);
  const party = partyOf(payee);
  const payment = { paymentId: newId('pay'), party, ...request };
  return handleClaim(call, (claim, act) => pay(claim, payment, act), {
    keep: (claim) => keepPayee(claim, party, payee),
    entered: paymentIn,
  });
}

function partyOf({ policyholder }: PayCall['body']['payee']): Party {
  return { ...newParty(), role: 'payee', injured: false, ...(policyholder && { isPolicyholder: true }) };
}

function keepPayee(
  { customerId }: Claim,
  { partyId, recordId, isPolicyholder }: Party,
  { name, iban }: PayCall['body']['payee'],
): Promise<Write[]> {
  const content = { name, iban };
  return isPolicyholder
    ? keepPolicyholder(customerId, recordId, content)
    : keepParty(partyId, recordId, content);
}
