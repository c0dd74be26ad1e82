import type { components } from '../../../openapi/generated/types.ts';
import type { Instant } from '../../platform/clock.ts';
import type { Refusal } from '../../platform/problem.ts';
import type { Claim, ClaimDocument } from '../claim.ts';
import type { DocumentEvent } from '../claim-event.ts';
import { looksLike } from './content-type.ts';

/** How long an upload may be begun after it was announced. */
export const UPLOAD_SECONDS = 15 * 60;

/** A claim's item holds so many documents, those included that never came. */
const MOST = 50;

/** Announces a document: what will be uploaded, and until when. */
export function requestDocument(
  claim: Claim,
  { kind = 'other', contentType, size, sha256 }: components['schemas']['DocumentRequest'],
  { documentId, at }: { documentId: string; at: Instant },
): DocumentEvent | Refusal {
  const { claimId, policyId, status, documents } = claim;
  if (status === 'closed') return { refusal: 'claim-state', detail: 'The claim is closed.' };
  if (documents.length >= MOST) {
    return { refusal: 'too-many-documents', detail: `A claim holds ${MOST} documents.` };
  }
  const uploadBy = new Date(Date.parse(at) + UPLOAD_SECONDS * 1_000).toISOString();
  const announced = { documentId, kind, contentType, size, sha256, requestedAt: at, uploadBy };
  return {
    type: 'claim.document-requested',
    data: { claimId, policyId, ...announced, status: 'awaiting' },
  };
}

/** What was uploaded. */
export interface Upload {
  size: number;
  /** Undefined where it is too large to be looked at. */
  content?: { bytes: Uint8Array; sha256: string };
}

/** What was found of an upload: what is wrong with it, or that nothing is. */
export type Finding = 'as-announced' | NonNullable<ClaimDocument['reason']>;

/** Whether an upload is what was announced: the first thing that differs. */
export function inspect(
  { size, sha256, contentType }: ClaimDocument,
  { size: found, content }: Upload,
): Finding {
  if (found !== size || !content) return 'size';
  if (content.sha256 !== sha256) return 'hash';
  return looksLike(contentType, content.bytes) ? 'as-announced' : 'type';
}

/** The document of a claim, or undefined. */
export function documentIn({ documents }: Claim, documentId: string): ClaimDocument | undefined {
  return documents.find((document) => document.documentId === documentId);
}

/**
 * Whether the files of a claim may show somebody else than the policyholder: nobody knows what is in them, and nobody can
 * consent for others. Who is paid has nothing to do with how it looked.
 */
export function mayShowOthers({ parties }: Claim): boolean {
  return parties.some(({ role }) => role !== 'payee');
}

/** Attaches a document or puts it in quarantine, once: undefined where that was done before. */
export function settleDocument(
  claim: Claim,
  documentId: string,
  finding: Finding,
  settledAt: Instant,
): DocumentEvent | undefined {
  if (documentIn(claim, documentId)?.status !== 'awaiting') return undefined;
  const { claimId, policyId } = claim;
  const settled = { claimId, policyId, documentId, settledAt };
  if (finding === 'as-announced') return { type: 'claim.document-attached', data: settled };
  return { type: 'claim.document-quarantined', data: { ...settled, reason: finding } };
}
