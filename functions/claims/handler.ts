import { masks } from '../../openapi/generated/masks/claims.ts';
import { operations } from '../../openapi/generated/operations/claims.ts';
import { validators } from '../../openapi/generated/validators/claims.js';
import { serve } from '../middleware/pipeline.ts';
import { addDocument, replayDocument } from './documents/add-document.ts';
import { getDocument } from './documents/get-document.ts';
import { eraseParty } from './erase-party.ts';
import { addNote } from './handling/add-note.ts';
import { approvePayment } from './handling/approve-payment.ts';
import { assignClaim } from './handling/assign-claim.ts';
import { closeClaim } from './handling/close-claim.ts';
import { decideClaim } from './handling/decide-claim.ts';
import { payClaim } from './handling/pay-claim.ts';
import { recordRecovery } from './handling/record-recovery.ts';
import { reopenClaim } from './handling/reopen-claim.ts';
import { setReserve } from './handling/set-reserve.ts';
import { getMyClaimsHistory } from './history/get-my-claims-history.ts';
import { listMyClaims } from './list-my-claims.ts';
import { notifyLoss } from './notify-loss.ts';
import { getClaim, listClaims } from './read-claims.ts';
import { replayHandling, replayNote, replayNotification, replayPayment, replayRecovery } from './replay.ts';

/** The claims room: every operation that the contract gives it, and nothing else. */
export const handler = serve(
  {
    notifyLoss: { handle: notifyLoss, replay: replayNotification },
    listClaims: { handle: listClaims },
    getClaim: { handle: getClaim },
    listMyClaims: { handle: listMyClaims },
    getMyClaimsHistory: { handle: getMyClaimsHistory },
    addDocument: { handle: addDocument, replay: replayDocument },
    getDocument: { handle: getDocument },
    setReserve: { handle: setReserve, replay: replayHandling },
    decideClaim: { handle: decideClaim, replay: replayHandling },
    approvePayment: { handle: approvePayment, replay: replayHandling },
    payClaim: { handle: payClaim, replay: replayPayment },
    recordRecovery: { handle: recordRecovery, replay: replayRecovery },
    addNote: { handle: addNote, replay: replayNote },
    assignClaim: { handle: assignClaim },
    closeClaim: { handle: closeClaim, replay: replayHandling },
    reopenClaim: { handle: reopenClaim, replay: replayHandling },
    eraseParty: { handle: eraseParty },
  },
  { operations, validators, masks },
);
