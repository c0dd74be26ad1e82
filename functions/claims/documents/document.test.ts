import { describe, expect, it } from 'vitest';
import { handled, notified } from '../../../test/support/handled-claims.ts';
import { isRefusal } from '../../platform/problem.ts';
import type { Claim, ClaimDocument, Party } from '../claim.ts';
import { type DocumentEvent, evolve } from '../claim-event.ts';
import { close } from '../handling/closure.ts';
import { decide } from '../handling/decision.ts';
import {
  documentIn,
  type Finding,
  inspect,
  mayShowOthers,
  requestDocument,
  settleDocument,
} from './document.ts';

const at = '2026-11-21T10:00:00.000Z';
const jpeg = Buffer.from('ffd8ffe000104a464946', 'hex');
const request = {
  kind: 'photo',
  contentType: 'image/jpeg',
  size: jpeg.length,
  sha256: 'ab'.repeat(32),
} as const;

const after = (claim: Claim, event: DocumentEvent) =>
  evolve(claim, [event], { version: claim.version + 1, occurredAt: at });

function announced(claim: Claim, documentId = 'doc_1'): Claim {
  const event = requestDocument(claim, request, { documentId, at });
  if (isRefusal(event)) throw new Error(event.refusal);
  return after(claim, event);
}

function settled(claim: Claim, finding: Finding): Claim {
  const event = settleDocument(claim, 'doc_1', finding, at);
  if (!event) throw new Error('was settled before');
  return after(claim, event);
}

describe('a document', () => {
  it('is awaited for a quarter of an hour once it was announced', () => {
    expect(announced(notified()).documents).toEqual([
      {
        ...request,
        documentId: 'doc_1',
        status: 'awaiting',
        requestedAt: at,
        uploadBy: '2026-11-21T10:15:00.000Z',
      },
    ]);
  });

  it('is something other where nobody says what it shows', () => {
    const { kind, ...unsaid } = request;

    const event = requestDocument(notified(), unsaid, { documentId: 'doc_1', at });

    expect(event).toMatchObject({ data: { kind: 'other' } });
  });

  it('is refused of a closed claim', () => {
    const closed = handled(
      notified(),
      (claim) =>
        decide(claim, { decision: 'deny', coverage: 'OD', reason: 'not-covered' }, { by: 'handler', at }),
      (claim) => close(claim, { by: 'handler', at }),
    );

    expect(requestDocument(closed, request, { documentId: 'doc_1', at })).toMatchObject({
      refusal: 'claim-state',
    });
  });

  it('is refused where a claim has fifty, whatever became of them', () => {
    const ids = Array.from({ length: 50 }, (_, index) => `doc_${index}`);
    const full = ids.reduce(announced, notified());

    expect(requestDocument(full, request, { documentId: 'doc_50', at })).toMatchObject({
      refusal: 'too-many-documents',
    });
  });

  it('is attached where it is as it was announced', () => {
    expect(settled(announced(notified()), 'as-announced').documents).toMatchObject([
      { status: 'attached', settledAt: at },
    ]);
  });

  it.each(['hash', 'type', 'size'] as const)(
    'is put in quarantine where its %s is another, which is said',
    (reason) => {
      expect(settled(announced(notified()), reason).documents).toMatchObject([
        { status: 'quarantined', reason },
      ]);
    },
  );

  it('is settled once: no later upload changes it', () => {
    const findings = ['as-announced', 'hash'] as const;
    for (const first of findings) {
      const claim = settled(announced(notified()), first);
      for (const later of findings) expect(settleDocument(claim, 'doc_1', later, at)).toBeUndefined();
    }
  });

  it('is settled apart from others', () => {
    const claim = settled(announced(announced(notified()), 'doc_2'), 'as-announced');

    expect(documentIn(claim, 'doc_2')?.status).toBe('awaiting');
    expect(documentIn(claim, 'doc_3')).toBeUndefined();
  });
});

describe('a file', () => {
  const lossWith = (...roles: Party['role'][]) => ({
    ...notified(),
    parties: roles.map((role) => ({ partyId: `pty_${role}`, role, recordId: 'rec_1', injured: false })),
  });

  it('may show who had to do with the loss, but not who was paid for it', () => {
    expect(mayShowOthers(lossWith())).toBe(false);
    expect(mayShowOthers(lossWith('payee'))).toBe(false);
    expect(mayShowOthers(lossWith('payee', 'witness'))).toBe(true);
    expect(mayShowOthers(lossWith('vehicle-owner'))).toBe(true);
  });
});

describe('an upload', () => {
  const document = { ...request, size: jpeg.length } as unknown as ClaimDocument;
  const content = { bytes: jpeg, sha256: request.sha256 };

  it('is as announced where size, hash and type are', () => {
    expect(inspect(document, { size: jpeg.length, content })).toBe('as-announced');
  });

  it.each<[Finding, object]>([
    ['size', { size: jpeg.length + 1, content }],
    ['size', { size: jpeg.length - 1, content }],
    ['size', { size: jpeg.length }],
    ['hash', { content: { ...content, sha256: 'cd'.repeat(32) } }],
    ['type', { content: { ...content, bytes: Buffer.from('<html><scr') } }],
  ])('has another %s', (finding, instead) => {
    const upload = { size: jpeg.length, ...(!('size' in instead) && { content }), ...instead };

    expect(inspect(document, upload)).toBe(finding);
  });
});
