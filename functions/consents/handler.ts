import { masks } from '../../openapi/generated/masks/consents.ts';
import { operations } from '../../openapi/generated/operations/consents.ts';
import { validators } from '../../openapi/generated/validators/consents.js';
import { serve } from '../middleware/pipeline.ts';
import { authoriseConsent } from './authorise-consent.ts';
import { createConsent } from './create-consent.ts';
import { getConsent, listConsents } from './read-consents.ts';
import { getMyConsent, listMyConsents } from './read-my-consents.ts';
import { reestablishConsent } from './reestablish-consent.ts';
import { rejectConsent } from './reject-consent.ts';
import { replayReestablishment, replayRequest } from './replay.ts';
import { resumeConsent } from './resume-consent.ts';
import { revokeConsent } from './revoke-consent.ts';
import { suspendConsent } from './suspend-consent.ts';
import { withdrawConsent } from './withdraw-consent.ts';

/** The consents room: every operation that the contract gives it, and nothing else. */
export const handler = serve(
  {
    createConsent: { handle: createConsent, replay: replayRequest },
    listConsents: { handle: listConsents },
    getConsent: { handle: getConsent },
    revokeConsent: { handle: revokeConsent },
    listMyConsents: { handle: listMyConsents },
    getMyConsent: { handle: getMyConsent },
    authoriseConsent: { handle: authoriseConsent },
    rejectConsent: { handle: rejectConsent },
    suspendConsent: { handle: suspendConsent },
    resumeConsent: { handle: resumeConsent },
    withdrawConsent: { handle: withdrawConsent },
    reestablishConsent: { handle: reestablishConsent, replay: replayReestablishment },
  },
  { operations, validators, masks },
);
