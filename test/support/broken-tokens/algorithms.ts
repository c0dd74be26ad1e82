import { createHmac, generateKeyPairSync, type KeyObject, sign } from 'node:crypto';
import type { BrokenToken } from './broken-token.ts';
import { encoded, es256, jws, type Sign, type Signer, signed } from './signer.ts';

const NO_SIGNATURE: Sign = () => Buffer.alloc(0);

/** Names of no algorithm at all, under which libraries once took what nobody had signed. */
const unsigned: BrokenToken[] = ['none', 'None', 'NONE', 'nOnE', '', 'ES256', 'HS256'].flatMap((alg) => [
  {
    what: `signed by nobody, alg ${JSON.stringify(alg)}`,
    make: (signer: Signer) => jws({ alg, kid: signer.kid }, signer.claims(), NO_SIGNATURE),
  },
  {
    what: `with the signature of another, alg ${JSON.stringify(alg)}`,
    make: (signer: Signer) => {
      const [, , signature] = signed(signer).split('.');
      return `${encoded({ alg, kid: signer.kid })}.${encoded(signer.claims())}.${signature}`;
    },
  },
]);

/** Secrets that everybody knows: the public key as it can be written, and what is often forgotten. */
const SECRETS: readonly (readonly [string, (signer: Signer) => string | Buffer])[] = [
  ['the public key as PEM', ({ publicKey }) => publicKey.export({ type: 'spki', format: 'pem' })],
  ['the public key as DER', ({ publicKey }) => publicKey.export({ type: 'spki', format: 'der' })],
  ['the public key as JWK', ({ publicKey }) => JSON.stringify(publicKey.export({ format: 'jwk' }))],
  [
    'half of the public key',
    ({ publicKey }) => Buffer.from(publicKey.export({ format: 'jwk' }).x ?? '', 'base64url'),
  ],
  ['nothing', () => ''],
  ['the word secret', () => 'secret'],
];
const HASHES = { HS256: 'sha256', HS384: 'sha384', HS512: 'sha512' } as const;

const withSecrets: BrokenToken[] = Object.entries(HASHES).flatMap(([alg, hash]) =>
  SECRETS.map(([what, secret]) => ({
    what: `signed by ${alg} with ${what} as the secret`,
    make: (signer: Signer) =>
      jws({ alg, kid: signer.kid }, signer.claims(), (input) =>
        createHmac(hash, secret(signer)).update(input).digest(),
      ),
  })),
);

const rsa = generateKeyPairSync('rsa', { modulusLength: 2048 }).privateKey;
const p384 = generateKeyPairSync('ec', { namedCurve: 'P-384' }).privateKey;
const p521 = generateKeyPairSync('ec', { namedCurve: 'P-521' }).privateKey;
const bitcoins = generateKeyPairSync('ec', { namedCurve: 'secp256k1' }).privateKey;
const edwards = generateKeyPairSync('ed25519').privateKey;

const elliptic = (hash: string, key: KeyObject): Sign => {
  return (input) => sign(hash, input, { key, dsaEncoding: 'ieee-p1363' });
};

/** Other algorithms than the one, each by a key that is right for it. */
const OTHERS: Readonly<Record<string, Sign>> = {
  RS256: (input) => sign('sha256', input, rsa),
  PS256: (input) => sign('sha256', input, { key: rsa, padding: 6, saltLength: 32 }),
  ES384: elliptic('sha384', p384),
  ES512: elliptic('sha512', p521),
  ES256K: elliptic('sha256', bitcoins),
  EdDSA: (input) => sign(null, input, edwards),
  Ed25519: (input) => sign(null, input, edwards),
};

const byOthers: BrokenToken[] = Object.entries(OTHERS).map(([alg, signing]) => ({
  what: `signed by ${alg}`,
  make: (signer) => jws({ alg, kid: signer.kid }, signer.claims(), signing),
}));

/** What the key that is trusted has signed, under the name of another algorithm. */
const misnamed: BrokenToken[] = [
  'es256',
  'ES 256',
  'ES384',
  'RS256',
  'HS256',
  undefined,
  null,
  ['ES256'],
  256,
  {},
].map((alg) => ({
  what: `signed well, under the algorithm ${JSON.stringify(alg)}`,
  make: (signer) => jws({ alg, kid: signer.kid }, signer.claims(), es256(signer.key)),
}));

/** By which algorithm a token is said to be signed, or is signed. */
export const algorithms: readonly BrokenToken[] = [...unsigned, ...withSecrets, ...byOthers, ...misnamed];
