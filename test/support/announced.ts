import { setTimeout as sleep } from 'node:timers/promises';
import { announcementOf, type Claims } from './claims.ts';
import type { Reply } from './client.ts';

const PATIENCE_MS = 15_000;

/** A document that was announced. */
export interface Announced {
  claimId: string;
  documentId: string;
  /** What was answered: where to upload it to. */
  reply: Reply;
}

/** Announces a document of these bytes, or of what is said of them instead, for a claim. */
export async function announce(
  partner: Claims,
  claimId: string,
  bytes: Uint8Array,
  instead: object = {},
): Promise<Announced> {
  const reply = await partner.addDocument(claimId, announcementOf(bytes, instead));
  if (reply.status !== 201) throw new Error(`not announced: ${JSON.stringify(reply.body)}`);
  return { claimId, documentId: reply.body.documentId, reply };
}

/** A document as it is read, once what was uploaded has been looked at. */
export async function lookedAt(reader: Claims, { claimId, documentId }: Announced): Promise<Reply['body']> {
  for (const until = Date.now() + PATIENCE_MS; ; await sleep(100)) {
    const { body: document } = await reader.document(claimId, documentId);
    if (document.status !== 'awaiting') return document;
    if (Date.now() > until) throw new Error('nobody has looked at the upload');
  }
}

/** What the bucket says to a request: its status, and the code of its refusal. */
export async function bucketAnswer(
  url: string,
  init: RequestInit = {},
): Promise<[number, string | undefined]> {
  const answer = await fetch(url, init);
  return [answer.status, /<Code>(\w+)<\/Code>/.exec(await answer.text())?.[1]];
}
