import { masks } from '../../openapi/generated/masks/claims.ts';
import { ownHistory } from '../claims/history/access.ts';
import type { DocumentAnswer } from '../middleware/call.ts';
import { clearanceOf } from '../middleware/clearance.ts';
import type { CallOf } from '../middleware/implementation.ts';
import { statementOf } from './claims-history/statement.ts';
import { renderPaper } from './drawing/document.ts';
import { onManyPages } from './drawing/many-pages.ts';

/** The document of a customer's claims history as it is today, as masked as the history itself would be. */
export async function getClaimsHistoryStatement(
  call: CallOf<'getMyClaimsHistoryStatement'>,
): Promise<DocumentAnswer> {
  const { history, ...ground } = await ownHistory(call);
  const clearance = clearanceOf(call, ground);
  masks.getMyClaimsHistory['200'](history, clearance);
  const fileName = `claims-history-${history.statedOn}.pdf`;
  const bytes = await renderPaper(statementOf(history), onManyPages);
  return {
    document: { contentType: 'application/pdf', fileName, bytes, released: clearance.released },
    ...ground,
  };
}
