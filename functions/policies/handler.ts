import { masks } from '../../openapi/generated/masks/policies.ts';
import { operations } from '../../openapi/generated/operations/policies.ts';
import { validators } from '../../openapi/generated/validators/policies.js';
import { serve } from '../middleware/pipeline.ts';
import { cancelPolicy } from './cancel-policy.ts';
import { issueChange } from './issue-change.ts';
import { issuePolicy } from './issue-policy.ts';
import { listMyPolicies } from './list-my-policies.ts';
import { listTransactions } from './list-transactions.ts';
import { quoteChange } from './quote-change.ts';
import { getPolicy, listPolicies } from './read-policies.ts';
import { reinstatePolicy } from './reinstate-policy.ts';
import { renewPolicy } from './renew-policy.ts';
import { replayChange, replayPolicy, replayTransaction } from './replay.ts';

/** The policies room: every operation that the contract gives it, and nothing else. */
export const handler = serve(
  {
    issuePolicy: { handle: issuePolicy, replay: replayPolicy },
    listPolicies: { handle: listPolicies },
    listMyPolicies: { handle: listMyPolicies },
    getPolicy: { handle: getPolicy },
    listTransactions: { handle: listTransactions },
    quoteChange: { handle: quoteChange, replay: replayChange },
    issueChange: { handle: issueChange, replay: replayTransaction },
    cancelPolicy: { handle: cancelPolicy, replay: replayTransaction },
    reinstatePolicy: { handle: reinstatePolicy, replay: replayTransaction },
    renewPolicy: { handle: renewPolicy, replay: replayTransaction },
  },
  { operations, validators, masks },
);
