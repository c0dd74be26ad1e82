import type { Answer } from '../../middleware/call.ts';
import type { CallOf } from '../../middleware/implementation.ts';
import type { ClaimView } from '../view.ts';
import { noteIn } from './entered.ts';
import { handleClaim, saying } from './handle-claim.ts';
import { note } from './note.ts';

/** Puts words of the staff with a claim. */
export function addNote(call: CallOf<'addNote'>): Promise<Answer<ClaimView>> {
  return handleClaim(call, note, { ...saying(call.body.text), entered: noteIn });
}
