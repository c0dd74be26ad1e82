import { masks } from '../../openapi/generated/masks/quotes.ts';
import { operations } from '../../openapi/generated/operations/quotes.ts';
import { validators } from '../../openapi/generated/validators/quotes.js';
import { serve } from '../middleware/pipeline.ts';
import { createQuote } from './create-quote.ts';
import { decideReferral } from './decide-referral.ts';
import { getProduct, getQuote, listQuotes } from './read-quotes.ts';
import { renderFirstAnswer, replayQuote } from './replay-quote.ts';

/** The quotes room: every operation that the contract gives it, and nothing else. */
export const handler = serve(
  {
    getProduct: { handle: getProduct },
    createQuote: { handle: createQuote, replay: renderFirstAnswer },
    listQuotes: { handle: listQuotes },
    getQuote: { handle: getQuote },
    decideReferral: { handle: decideReferral, replay: renderFirstAnswer },
    replayQuote: { handle: replayQuote },
  },
  { operations, validators, masks },
);
