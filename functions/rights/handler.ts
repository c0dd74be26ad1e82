import { masks } from '../../openapi/generated/masks/rights.ts';
import { operations } from '../../openapi/generated/operations/rights.ts';
import { validators } from '../../openapi/generated/validators/rights.js';
import { serve } from '../middleware/pipeline.ts';
import { eraseCustomer, replayErasure } from './erase-customer.ts';
import { exportCustomer } from './export-customer.ts';
import { getErasure } from './get-erasure.ts';
import { liftRestriction } from './lift-restriction.ts';
import { linkLogin } from './link-login.ts';
import { listMyReleases, listReleases } from './list-releases.ts';

/** The rights room: what customers may ask for by law. Every operation that the contract gives it, and nothing else. */
export const handler = serve(
  {
    listMyReleases: { handle: listMyReleases },
    listReleases: { handle: listReleases },
    exportCustomer: { handle: exportCustomer },
    eraseCustomer: { handle: eraseCustomer, replay: replayErasure },
    getErasure: { handle: getErasure },
    linkLogin: { handle: linkLogin },
    liftRestriction: { handle: liftRestriction },
  },
  { operations, validators, masks },
);
