import { generateKeyPairSync, sign } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { type ChainedReceipt, chain } from '../releases/receipt.ts';
import { examine } from './page/chain.js';

const { publicKey, privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
const encode = (content: object) => Buffer.from(JSON.stringify(content)).toString('base64url');

/** The insurer's signature of a receipt's place in its chain. */
function checkpointOf({ customerId, seq, hash, at }: ChainedReceipt): string {
  const header = encode({ alg: 'ES256', jwk: publicKey.export({ format: 'jwk' }) });
  const signed = `${header}.${encode({ customerId, seq, hash, at })}`;
  const key = { key: privateKey, dsaEncoding: 'ieee-p1363' } as const;
  return `${signed}.${sign('sha256', Buffer.from(signed), key).toString('base64url')}`;
}

/** Receipts as the API lists them, newest first, chained by the product itself. */
function chained(count: number): ChainedReceipt[] {
  const list: ChainedReceipt[] = [];
  for (let number = 1; number <= count; number += 1) {
    const made = chain(list[0], {
      receiptId: `rel_${number}`,
      customerId: 'cus_1',
      at: `2026-11-21T10:00:0${number}.000Z`,
      basis: 'consent',
      partnerId: 'reader',
      actor: 'reader',
      operationId: 'getPolicy',
      classes: ['identity'],
      objects: [{ policyId: 'pol_1' }],
      requestId: 'r',
      interactionId: 'i',
    } as Parameters<typeof chain>[1]);
    list.unshift(made);
  }
  return list;
}

const [newest, middle, oldest] = chained(3) as [ChainedReceipt, ChainedReceipt, ChainedReceipt];
const whole = [newest, middle, oldest];

describe('a list of receipts', () => {
  it('is whole as the product chained and signed it', async () => {
    expect(await examine(whole, checkpointOf(newest))).toEqual({
      verdict: 'whole',
      signedUpTo: 3,
      signedAt: newest.at,
    });
  });

  it('is whole in part, whether or not the newest is signed yet', async () => {
    expect(await examine([newest, middle], checkpointOf(middle))).toMatchObject({ signedUpTo: 2 });
  });

  it('shows what was altered', async () => {
    const altered = { ...middle, partnerId: 'other' };
    expect(await examine([newest, altered, oldest], checkpointOf(newest))).toEqual({
      verdict: 'altered',
      number: 2,
    });
  });

  it('shows what is missing', async () => {
    expect(await examine([newest, oldest], checkpointOf(newest))).toEqual({ verdict: 'missing', number: 3 });
  });

  it('shows what was chained anew: the signature is of another', async () => {
    const { hash: _hash, prevHash: _prevHash, seq: _seq, ...content } = newest;
    const forged = chain(middle, { ...content, at: '2026-11-21T11:00:00.000Z' });
    expect(await examine([forged, middle, oldest], checkpointOf(newest))).toEqual({
      verdict: 'altered',
      number: 3,
    });
  });

  it('is not signed by a signature that is not good, or of none of these', async () => {
    const unsigned = { verdict: 'not-signed' };
    const [header, payload] = checkpointOf(newest).split('.');
    expect(await examine(whole, `${header}.${payload}.${'A'.repeat(86)}`)).toEqual(unsigned);
    expect(await examine(whole, undefined)).toEqual(unsigned);
    expect(await examine([middle, oldest], checkpointOf(newest))).toEqual(unsigned);
  });
});
