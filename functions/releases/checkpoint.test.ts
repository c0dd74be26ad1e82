import { generateKeyPairSync, sign } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { compactJws, type PublicJwk, signingInput, thumbprint } from '../platform/jws.ts';
import { type Checkpoint, checkpointOf, verifyChain } from './checkpoint.ts';
import { type ChainedReceipt, chain, entryOf, type Receipt, receiptIn } from './receipt.ts';

const CUSTOMER = 'cus_01KAHJ3M7C9D5F1G7H3J8K2M6N';
const AT = '2026-11-21T08:00:00.000Z';
const { publicKey, privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
const jwk = publicKey.export({ format: 'jwk' }) as PublicJwk;
const kid = thumbprint(jwk);

const receiptOf = (number: number, instead: Partial<Receipt> = {}): Receipt => ({
  receiptId: `rel_${number}`,
  customerId: CUSTOMER,
  at: AT,
  basis: 'producer',
  partnerId: 'acme',
  actor: 'acme-broker',
  operationId: 'getPolicy',
  classes: ['contact', 'identity'],
  objects: [{ policyId: 'pol_1' }],
  requestId: 'r',
  interactionId: 'i',
  ...instead,
});

function chained(receipts: readonly Receipt[]): ChainedReceipt[] {
  const links: ChainedReceipt[] = [];
  for (const receipt of receipts) links.push(chain(links.at(-1), receipt));
  return links;
}

function signed(checkpoint: Checkpoint, key = privateKey): string {
  const input = signingInput(jwk, checkpoint);
  return compactJws(input, sign('sha256', Buffer.from(input), key));
}

const links = chained([1, 2, 3, 4, 5].map((number) => receiptOf(number)));
const lastOf = (receipts: readonly ChainedReceipt[]) => receipts.at(-1) as ChainedReceipt;
const checkpoint = signed(checkpointOf(lastOf(links), AT));
const verify = (copy: readonly ChainedReceipt[], jws = checkpoint) => verifyChain(copy, jws, kid);

describe('a chain', () => {
  test('is numbered from 1, each receipt with the hash of the one before', () => {
    expect(links.map(({ seq }) => seq)).toEqual([1, 2, 3, 4, 5]);
    expect(links.map(({ prevHash }) => prevHash)).toEqual([
      'A'.repeat(43),
      ...links.slice(0, -1).map(({ hash }) => hash),
    ]);
  });

  test('has hashes that anyone can make again', () => {
    // Made by Python: keys sorted, no blanks, SHA-256, base64url.
    const [first] = chained([receiptOf(1)]);
    expect(first?.hash).toBe('lmgzW_Rg9ddNOrLHzW7SrhrOsEMzvwnOGBW_LCE32O0');
  });

  test('is the same from receipts that were in the ledger', () => {
    const consented = receiptOf(6, { basis: 'consent', consentId: 'con_1', purpose: 'comparing prices' });
    for (const receipt of [receiptOf(1), consented]) {
      const stored = JSON.parse(JSON.stringify(entryOf(receipt, 'evt_1')));
      expect(receiptIn(stored)).toEqual(receipt);
      expect(chain(undefined, receiptIn(stored))).toEqual(chain(undefined, receipt));
    }
  });

  test('takes nothing else from the ledger', () => {
    const entry = entryOf(receiptOf(1), 'evt_1');
    const other = { ...entry, events: [{ eventId: 'evt_1', type: 'policy.issued', data: {} }] };
    expect(() => receiptIn(other)).toThrow('rel_1 is no receipt');
  });
});

describe('a copy of a chain', () => {
  test('is proven by its checkpoint', () => {
    expect(verify(links)).toBeUndefined();
  });

  test('is proven as far as an older checkpoint goes', () => {
    expect(verify(links, signed(checkpointOf(links[2] as ChainedReceipt, AT)))).toBeUndefined();
  });

  test('shows a field that was altered', () => {
    const altered = links.with(2, { ...(links[2] as ChainedReceipt), partnerId: 'somebody-else' });
    expect(verify(altered)).toEqual({ code: 'receipt-out-of-chain', seq: 3 });
  });

  test('shows a receipt that is missing, whether first or between', () => {
    expect(verify(links.toSpliced(3, 1))).toEqual({ code: 'receipt-out-of-chain', seq: 4 });
    expect(verify(links.slice(1))).toEqual({ code: 'receipt-out-of-chain', seq: 1 });
  });

  test('shows receipts that changed places', () => {
    const [first, second, ...rest] = links as [ChainedReceipt, ChainedReceipt, ...ChainedReceipt[]];
    expect(verify([second, first, ...rest])).toEqual({ code: 'receipt-out-of-chain', seq: 1 });
  });

  test('shows what was put in', () => {
    const extra = chain(links[1], receiptOf(9));
    expect(verify(links.toSpliced(2, 0, extra))).toEqual({ code: 'receipt-out-of-chain', seq: 4 });
  });

  test('shows that its end was cut off', () => {
    expect(verify(links.slice(0, 3))).toEqual({ code: 'receipts-missing', seq: 4 });
    expect(verify([])).toEqual({ code: 'receipts-missing', seq: 1 });
  });

  test('shows that all of it was written anew', () => {
    const anew = chained([1, 2, 4, 5, 6].map((number) => receiptOf(number)));
    expect(verify(anew)).toEqual({ code: 'chain-rewritten', seq: 5 });
  });

  test('shows receipts of another customer', () => {
    const others = chained([1, 2].map((number) => receiptOf(number, { customerId: 'cus_other' })));
    expect(verify(others)).toEqual({ code: 'receipt-out-of-chain', seq: 1 });
  });

  test('is not proven by a checkpoint that somebody else signed', () => {
    const forger = generateKeyPairSync('ec', { namedCurve: 'P-256' });
    const short = links.slice(0, 3);
    const forged = signed(checkpointOf(lastOf(short), AT), forger.privateKey);
    expect(verify(short, forged)).toEqual({ code: 'checkpoint-forged' });
  });

  test('shows any one field of any one receipt that became another', () => {
    const fields = Object.keys(links[0] as ChainedReceipt) as (keyof ChainedReceipt)[];
    fc.assert(
      fc.property(
        fc.nat(links.length - 1),
        fc.constantFrom(...fields),
        fc.jsonValue(),
        (at, field, value) => {
          const link = links[at] as ChainedReceipt;
          fc.pre(JSON.stringify(link[field]) !== JSON.stringify(value));
          const altered = links.with(at, { ...link, [field]: value } as ChainedReceipt);
          expect(verify(altered)).toEqual({ code: 'receipt-out-of-chain', seq: at + 1 });
        },
      ),
    );
  });
});
