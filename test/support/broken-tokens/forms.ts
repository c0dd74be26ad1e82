import { sign } from 'node:crypto';
import type { BrokenToken } from './broken-token.ts';
import { encoded, es256, jws, type Signer, signed } from './signer.ts';

/** What is made of the three parts of a token that holds. */
const altered = (
  what: string,
  alter: (header: string, payload: string, signature: string) => string,
): BrokenToken => ({
  what,
  make: (signer: Signer) => {
    const [header = '', payload = '', signature = ''] = signed(signer).split('.');
    return alter(header, payload, signature);
  },
});

/** A signature of which anything at all is one, to who forgets to look whether its numbers are zero. */
const ZEROS = Buffer.alloc(64).toString('base64url');

const signatures: readonly BrokenToken[] = [
  altered('without its signature', (header, payload) => `${header}.${payload}.`),
  altered('of two parts', (header, payload) => `${header}.${payload}`),
  altered('of four parts', (header, payload, signature) => `${header}.${payload}.${signature}.${signature}`),
  altered('of five parts', (header, payload, signature) => `${header}..${payload}.${signature}.${signature}`),
  altered('with zeros for its signature', (header, payload) => `${header}.${payload}.${ZEROS}`),
  altered(
    'with half of its signature',
    (header, payload, signature) => `${header}.${payload}.${signature.slice(0, 43)}`,
  ),
  altered(
    'with its signature twice',
    (header, payload, signature) => `${header}.${payload}.${signature}${signature}`,
  ),
  altered(
    'with letters beside its signature',
    (header, payload, signature) => `${header}.${payload}.~${signature}~`,
  ),
  altered(
    'with a filled-up signature',
    (header, payload, signature) => `${header}.${payload}.${signature}==`,
  ),
  altered('with the beginning of another signature', (header, payload, signature) => {
    const first = signature.startsWith('A') ? 'B' : 'A';
    return `${header}.${payload}.${first}${signature.slice(1)}`;
  }),
  {
    what: 'with a signature as certificates have it',
    make: ({ kid, key, claims }) =>
      jws({ alg: 'ES256', kid }, claims(), (input) => sign('sha256', input, { key, dsaEncoding: 'der' })),
  },
];

const contents: readonly BrokenToken[] = [
  {
    what: 'whose claims were altered',
    make: (signer) => {
      const [header, , signature] = signed(signer).split('.');
      return `${header}.${encoded({ ...signer.claims(), sub: 'handler', client_id: 'handler' })}.${signature}`;
    },
  },
  {
    what: 'whose header was altered',
    make: (signer) => {
      const [, payload, signature] = signed(signer).split('.');
      return `${encoded({ kid: signer.kid, alg: 'ES256' })}.${payload}.${signature}`;
    },
  },
  ...[[], null, 'text', 1, true].map((payload) => ({
    what: `whose claims are ${JSON.stringify(payload)}`,
    make: ({ kid, key }: Signer) => jws({ alg: 'ES256', kid }, JSON.stringify(payload), es256(key)),
  })),
  ...['[]', 'null', '"ES256"', '{', ''].map((header) => ({
    what: `whose header is ${header || 'empty'}`,
    make: ({ key, claims }: Signer) => jws(header, claims(), es256(key)),
  })),
  { what: 'of garbage', make: () => 'garbage' },
  { what: 'of garbage in three parts', make: () => 'e30.e30.AAAA' },
  { what: 'of 7,000 letters', make: () => 'A'.repeat(7_000) },
];

/** How a token is put together. */
export const forms: readonly BrokenToken[] = [...signatures, ...contents];
