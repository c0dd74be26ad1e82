import type { Answer, Call } from '../../middleware/call.ts';
import type { Write } from '../../platform/commit.ts';
import { newId } from '../../platform/ids.ts';
import { accepted } from '../../platform/problem.ts';
import { onlyHandlers, visibleClaim } from '../access.ts';
import type { Claim } from '../claim.ts';
import { moveClaim } from '../move-claim.ts';
import { keepNote } from '../personal.ts';
import { showClaim } from '../show-claim.ts';
import type { ClaimView } from '../view.ts';
import type { Act, Outcome } from './act.ts';
import type { Entered } from './entered.ts';

type HandlingCall = Omit<Call, 'path' | 'query'> & { path: { claimId: string } };

/** What an act on a claim brings along. */
export interface Along {
  /** Where its words are kept. */
  noteId?: string;
  /** What the vault is to keep of it. */
  keep?: (claim: Claim) => Promise<readonly Write[]>;
  /** What the answer is about beside the claim. */
  entered?: (after: Claim) => Entered;
}

/** Does what the insurer's staff decide on a claim, and answers with the claim as it is then. */
export async function handleClaim(
  call: HandlingCall,
  decide: (claim: Claim, act: Act) => Outcome,
  { noteId, keep, entered }: Along = {},
): Promise<Answer<ClaimView>> {
  onlyHandlers(call);
  const doer = { by: call.principal.clientId, ...(noteId !== undefined && { noteId }) };
  const open = () => visibleClaim(call.path.claimId, call);
  const after = await moveClaim(call, open, async (claim, at) => {
    const events = accepted(decide(claim, { ...doer, at }));
    return { events, records: (await keep?.(claim)) ?? [] };
  });
  return showClaim(call, after, entered?.(after));
}

/** What the staff say along with an act: a note, which the vault keeps with the customer. */
export function saying(words: string | undefined): Along {
  if (words === undefined) return {};
  const noteId = newId('nte');
  return { noteId, keep: ({ customerId }) => keepNote(customerId, noteId, words) };
}
