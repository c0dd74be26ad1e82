import type { Answer, Call } from '../../middleware/call.ts';
import type { Write } from '../../platform/commit.ts';
import { newId } from '../../platform/ids.ts';
import { accepted } from '../../platform/problem.ts';
import { handledBy, visibleClaim } from '../access.ts';
import type { Claim } from '../claim.ts';
import { moveClaim } from '../move-claim.ts';
import { keepNote } from '../personal.ts';
import { showClaim } from '../show-claim.ts';
import type { ClaimView } from '../view.ts';
import type { Act, Outcome } from './act.ts';
import type { Entered } from './entered.ts';

/** What an act on a claim brings along. */
interface Along {
  /** What the staff say about it. */
  words?: string | undefined;
  records?: readonly Write[];
  /** What the answer is about beside the claim. */
  entered?: (after: Claim) => Entered;
}

type HandlingCall = Omit<Call, 'path' | 'query'> & { path: { claimId: string } };

/** Does what the insurer's staff decide on a claim, and answers with the claim as it is then. */
export async function handleClaim(
  call: HandlingCall,
  decide: (claim: Claim, act: Act) => Outcome,
  { words, records = [], entered }: Along = {},
): Promise<Answer<ClaimView>> {
  handledBy(call);
  const by = call.principal.clientId;
  const open = () => visibleClaim(call.path.claimId, call);
  const after = await moveClaim(call, open, async (claim, at) => {
    if (words === undefined) return { events: accepted(decide(claim, { by, at })), records };
    const noteId = newId('nte');
    const events = accepted(decide(claim, { by, at, noteId }));
    return { events, records: [...records, ...(await keepNote(claim.customerId, noteId, words))] };
  });
  return showClaim(call, after, entered?.(after));
}
