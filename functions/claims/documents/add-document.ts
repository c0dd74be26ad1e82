import type { AnswerBody } from '../../../openapi/generated/operation-types.ts';
import type { Answer } from '../../middleware/call.ts';
import type { CallOf, Reference } from '../../middleware/implementation.ts';
import type { Write } from '../../platform/commit.ts';
import { newId } from '../../platform/ids.ts';
import { keyMustRemain } from '../../platform/kept-key.ts';
import { presignedUrl } from '../../platform/presigned-url.ts';
import { accepted, Problem } from '../../platform/problem.ts';
import { readKey } from '../../platform/subject-key.ts';
import { onlyHandlers, visibleClaim } from '../access.ts';
import type { Claim, ClaimDocument } from '../claim.ts';
import { moveClaim } from '../move-claim.ts';
import { findClaimAt } from '../store.ts';
import { documentIn, requestDocument, UPLOAD_SECONDS } from './document.ts';
import { keyOf } from './object-key.ts';

type AddCall = CallOf<'addDocument'>;
type Announced = AnswerBody<'addDocument'>;

/**
 * Announces a document of a claim, and answers the one upload that will be taken for it. Of the staff those who handle
 * claims may; of who was erased no more documents are taken.
 */
export async function addDocument(call: AddCall): Promise<Answer<Announced>> {
  if (call.principal.kind === 'staff') onlyHandlers(call);
  const documentId = newId('doc');
  const claim = await moveClaim(
    call,
    () => visibleClaim(call.path.claimId, call),
    async (before, at) => {
      const event = accepted(requestDocument(before, call.body, { documentId, at }));
      return { events: [event], records: [await customerMustRemain(before)] };
    },
  );
  return announce(claim, documentIn(claim, documentId));
}

async function customerMustRemain({ customerId }: Claim): Promise<Write> {
  if (!(await readKey(customerId))) throw new Problem('customer-erased', 'The customer was erased.');
  return keyMustRemain(customerId);
}

/** Answers again what the first call did: its upload, which ends when it did. */
export async function replayDocument({ id, version }: Reference, call: AddCall): Promise<Answer<Announced>> {
  await visibleClaim(id, call);
  const claim = await findClaimAt(id, version);
  if (!claim) throw new Error(`the ledger has no claim ${id} of version ${version}`);
  return announce(claim, claim.documents.at(-1));
}

async function announce(claim: Claim, document: ClaimDocument | undefined): Promise<Answer<Announced>> {
  if (!document) throw new Error(`claim ${claim.claimId} has no document`);
  const { documentId, requestedAt, uploadBy: expiresAt } = document;
  const headers = headersOf(document);
  const key = keyOf('incoming', { claimId: claim.claimId, documentId });
  const url = await presignedUrl({ method: 'PUT', key, headers }, requestedAt, UPLOAD_SECONDS);
  const upload = { method: 'PUT', url, headers, expiresAt } as const;
  return { body: { documentId, version: claim.version, status: 'awaiting', upload }, version: claim.version };
}

/** Whatever is sent without them, or differs from them, is refused by the bucket. */
function headersOf({ contentType, size, sha256 }: ClaimDocument): Record<string, string> {
  return {
    'content-type': contentType,
    'content-length': String(size),
    'x-amz-checksum-sha256': Buffer.from(sha256, 'hex').toString('base64'),
  };
}
