import type { Context, SQSBatchResponse, SQSEvent } from 'aws-lambda';
import { type Instant, now } from '../../platform/clock.ts';
import { commit } from '../../platform/commit.ts';
import { sha256Of } from '../../platform/hash.ts';
import { keyMustRemain } from '../../platform/kept-key.ts';
import { handleEach, type Message } from '../../platform/messages.ts';
import { deleteObjects, readObject, writeObject } from '../../platform/objects.ts';
import { originOfRun, type Run } from '../../platform/run.ts';
import { notBefore } from '../../policies/moment.ts';
import type { Claim, ClaimDocument } from '../claim.ts';
import { type ClaimEvent, evolve } from '../claim-event.ts';
import { changeOfClaim, findClaim } from '../store.ts';
import { unalteredRules } from '../triage/catalogue.ts';
import { triageAgain } from '../triage/triage.ts';
import { documentIn, type Finding, inspect, settleDocument } from './document.ts';
import { type FileName, fileNameIn, keyOf, keysOf } from './object-key.ts';

/** Time kept to report what could not be done. */
const MARGIN_MS = 1_000;

/** The largest file that the contract lets anybody announce. */
const MAX_BYTES = 20 * 1024 * 1024;

/**
 * Looks at files that were uploaded: attaches what is as it was announced, and puts the rest in quarantine. One file at a
 * time is in memory. Each may be brought more than once; what fails is reported, and brought again by the queue.
 */
export function handler(event: SQSEvent, context: Context): Promise<SQSBatchResponse> {
  const deadline = Date.now() + context.getRemainingTimeInMillis() - MARGIN_MS;
  return handleEach(event, deadline, ({ id, detail }) => checkUpload(detail, { runId: id, deadline }));
}

async function checkUpload({ object }: Message['detail'], run: Run): Promise<void> {
  const { key } = object as { key: string };
  const file = fileNameIn(key);
  if (!file) throw new Error('a file lies where none of a claim does');
  await check(file, run);
}

/**
 * What was settled before stays as it is, whatever is uploaded in its place afterwards. Of a customer who was erased
 * meanwhile nothing is kept.
 */
async function check(file: FileName, run: Run): Promise<void> {
  const { document } = await announced(file);
  const isKept = document.status !== 'awaiting' || (await settle(file, await putAway(file, document), run));
  await deleteObjects(isKept ? [keyOf('incoming', file)] : keysOf(file));
}

async function announced(file: FileName): Promise<{ claim: Claim; document: ClaimDocument }> {
  const claim = await findClaim(file.claimId);
  const document = claim && documentIn(claim, file.documentId);
  if (!document) throw new Error(`nobody announced document ${file.documentId}`);
  return { claim, document };
}

/** Keeps a copy of the very bytes that were looked at, where nobody can upload. What is too large is not kept. */
async function putAway(file: FileName, document: ClaimDocument): Promise<Finding> {
  const { size, bytes } = await readObject(keyOf('incoming', file), MAX_BYTES);
  const finding = inspect(document, { size, ...(bytes && { content: { bytes, sha256: sha256Of(bytes) } }) });
  const folder = finding === 'as-announced' ? 'attached' : 'quarantined';
  if (bytes) await writeObject(keyOf(folder, file), { bytes, contentType: document.contentType });
  return finding;
}

/** Says on the claim what was found, and what triage makes of it; false where its customer has been erased. */
async function settle(file: FileName, finding: Finding, run: Run): Promise<boolean> {
  do {
    const { claim } = await announced(file);
    const occurredAt = notBefore(claim, now());
    const events = eventsOf(claim, file, finding, occurredAt);
    if (events.length === 0) return true;
    const { partnerId, customerId } = claim;
    const origin = originOfRun(run, { partnerId, actor: 'document-check', operationId: 'checkDocument' });
    const { change } = changeOfClaim(claim, events, { occurredAt, origin });
    const conditions = [keyMustRemain(customerId).ConditionCheck];
    const outcome = await commit({ changes: [change], conditions }, run.deadline);
    if (outcome !== 'version-conflict') return outcome === 'committed';
  } while (Date.now() < run.deadline);
  throw new Error(`claim ${file.claimId} is being changed by others all the time`);
}

function eventsOf(
  claim: Claim,
  { documentId }: FileName,
  finding: Finding,
  at: Instant,
): readonly ClaimEvent[] {
  const settled = settleDocument(claim, documentId, finding, at);
  if (!settled) return [];
  const after = evolve(claim, [settled], { version: claim.version + 1, occurredAt: at });
  return [settled, ...triageAgain(after, unalteredRules(after.triage), at)];
}
