import { generateKeyPairSync, sign } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { type PublicJwk, thumbprint } from '../platform/jws.ts';
import { type ChainedReceipt, chain } from '../releases/receipt.ts';
import { examine } from './page/chain.js';

const insurer = generateKeyPairSync('ec', { namedCurve: 'P-256' });
const forger = generateKeyPairSync('ec', { namedCurve: 'P-256' });
const jwkOf = ({ publicKey }: typeof insurer) => publicKey.export({ format: 'jwk' }) as PublicJwk;
const encode = (content: object) => Buffer.from(JSON.stringify(content)).toString('base64url');

/** A signature of a receipt's place in its chain, the insurer's own where nothing else is said. */
function checkpointOf({ customerId, seq, hash, at }: ChainedReceipt, by = insurer): string {
  const header = encode({ alg: 'ES256', jwk: jwkOf(by) });
  const signed = `${header}.${encode({ customerId, seq, hash, at })}`;
  const key = { key: by.privateKey, dsaEncoding: 'ieee-p1363' } as const;
  return `${signed}.${sign('sha256', Buffer.from(signed), key).toString('base64url')}`;
}

/** Receipts as the API lists them, newest first, chained by the product itself. */
function chained(count: number, customerId = 'cus_1'): ChainedReceipt[] {
  const list: ChainedReceipt[] = [];
  for (let number = 1; number <= count; number += 1) {
    const made = chain(list[0], {
      receiptId: `rel_${number}`,
      customerId,
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

/** What is found out about receipts, which are all there are unless something else is said. */
function find(receipts: readonly ChainedReceipt[], checkpoint: string | undefined, instead: object = {}) {
  return examine(receipts, { checkpoint, keyId: thumbprint(jwkOf(insurer)), toTheFirst: true, ...instead });
}
const inPart = { toTheFirst: false };

describe('a list of receipts', () => {
  it('is whole as the product chained and signed it', async () => {
    expect(await find(whole, checkpointOf(newest))).toEqual({
      verdict: 'whole',
      signedUpTo: 3,
      signedAt: newest.at,
    });
  });

  it('is whole in part, whether or not the newest is signed yet', async () => {
    expect(await find([newest, middle], checkpointOf(middle), inPart)).toMatchObject({ signedUpTo: 2 });
  });

  it('shows what was altered', async () => {
    const altered = { ...middle, partnerId: 'other' };
    expect(await find([newest, altered, oldest], checkpointOf(newest))).toEqual({
      verdict: 'altered',
      number: 2,
    });
  });

  it('shows what is missing between, or at the beginning', async () => {
    expect(await find([newest, oldest], checkpointOf(newest))).toEqual({ verdict: 'missing', number: 3 });
    expect(await find([newest, middle], checkpointOf(newest))).toEqual({ verdict: 'missing', number: 2 });
  });

  it.each([
    [[middle, oldest], 3],
    [[oldest], 2],
    [[], 1],
  ])('shows that its end was cut off', async (left, number) => {
    const cutOff = { verdict: 'cut-off', number, signedUpTo: 3 };
    expect(await find(left, checkpointOf(newest))).toEqual(cutOff);
    expect(await find(left, checkpointOf(newest), inPart)).toEqual(cutOff);
  });

  it('shows what was chained anew: the signature is of another', async () => {
    const { hash: _hash, prevHash: _prevHash, seq: _seq, ...content } = newest;
    const forged = chain(middle, { ...content, at: '2026-11-21T11:00:00.000Z' });
    expect(await find([forged, middle, oldest], checkpointOf(newest))).toEqual({
      verdict: 'altered',
      number: 3,
    });
  });

  it('is not signed yet without a signature, or where that is of earlier ones', async () => {
    expect(await find(whole, undefined)).toEqual({ verdict: 'not-signed' });
    expect(await find([newest, middle], checkpointOf(oldest), inPart)).toEqual({ verdict: 'not-signed' });
  });
});

describe('a signature of receipts', () => {
  const foreign = { verdict: 'foreign' };

  it('is nobody else’s, whatever it says', async () => {
    expect(await find(whole, checkpointOf(newest, forger))).toEqual(foreign);
    const [, payload, signature] = checkpointOf(newest, forger).split('.');
    const [header] = checkpointOf(newest).split('.');
    expect(await find(whole, `${header}.${payload}.${signature}`)).toEqual(foreign);
  });

  it('is of no other customer', async () => {
    const [other] = chained(3, 'cus_2') as [ChainedReceipt];
    expect(await find(whole, checkpointOf(other))).toEqual(foreign);
  });

  it.each(['', 'no.signature', 'bm8.bm8.bm8', `${encode({})}.${encode({})}.AAAA`])(
    'is not %j',
    async (text) => {
      expect(await find(whole, text)).toEqual(foreign);
    },
  );

  it('cannot be told from another’s while the insurer’s key is not known', async () => {
    const unknown = { keyId: undefined };
    expect(await find(whole, checkpointOf(newest), unknown)).toEqual({ verdict: 'unknown' });
    expect(await find([newest, oldest], checkpointOf(newest), unknown)).toMatchObject({ verdict: 'missing' });
  });
});
