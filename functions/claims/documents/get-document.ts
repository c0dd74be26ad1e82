import type { AnswerBody } from '../../../openapi/generated/operation-types.ts';
import type { Answer } from '../../middleware/call.ts';
import type { CallOf } from '../../middleware/implementation.ts';
import { now } from '../../platform/clock.ts';
import { presignedUrl } from '../../platform/presigned-url.ts';
import { Problem } from '../../platform/problem.ts';
import { readKey } from '../../platform/subject-key.ts';
import { groundOf, visibleClaim } from '../access.ts';
import type { ClaimDocument } from '../claim.ts';
import { documentIn, mayShowOthers } from './document.ts';
import { keyOf } from './object-key.ts';

type DocumentView = AnswerBody<'getDocument'>;

/** How long a file can be had by its address. */
const DOWNLOAD_SECONDS = 5 * 60;

/** What a file is saved as, by its type. */
const EXTENSIONS: Readonly<Record<ClaimDocument['contentType'], string>> = {
  'image/jpeg': 'jpg',
  'image/png': 'png',
  'application/pdf': 'pdf',
};

/**
 * A document of a claim, and while it is attached an address to have it from, which is masked as what it may show. A file
 * that may show others is for staff only, whatever consent there is.
 */
export async function getDocument(call: CallOf<'getDocument'>): Promise<Answer<DocumentView>> {
  const { claimId, documentId } = call.path;
  const claim = await visibleClaim(claimId, call);
  const document = documentIn(claim, documentId);
  if (!document) throw new Problem('not-found', 'There is no such document.');
  const kept = await readKey(claim.customerId);
  const { sha256, ...shown } = document;
  const ground = groundOf(call, claim, kept?.restricted ?? false);
  // Of who was erased the files are deleted, a moment later than the key.
  const isThere = document.status === 'attached' && kept !== undefined;
  const isForAll = ground.basis === 'staff' || !mayShowOthers(claim);
  const download = isThere && isForAll && { download: await downloadOf(claimId, document) };
  return { body: { claimId, ...shown, ...download }, ...ground };
}

async function downloadOf(
  claimId: string,
  { documentId, contentType }: ClaimDocument,
): Promise<NonNullable<DocumentView['download']>> {
  const at = now();
  const fileName = `${documentId}.${EXTENSIONS[contentType]}`;
  // Saved, never opened: a file may be of its type and still hold what a browser would run.
  const query = { 'response-content-disposition': `attachment; filename="${fileName}"` };
  const key = keyOf('attached', { claimId, documentId });
  return {
    url: await presignedUrl({ method: 'GET', key, query }, at, DOWNLOAD_SECONDS),
    expiresAt: new Date(Date.parse(at) + DOWNLOAD_SECONDS * 1_000).toISOString(),
  };
}
