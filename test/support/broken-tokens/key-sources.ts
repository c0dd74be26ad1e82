import { createPublicKey } from 'node:crypto';
import type { BrokenToken } from './broken-token.ts';
import { es256, jws, type Signer, signed, strangerKey } from './signer.ts';

const stranger = strangerKey();

/** The public half of the stranger's key, under a name of its own. */
export const strangersJwk = {
  ...createPublicKey(stranger).export({ format: 'jwk' }),
  kid: 'stranger',
  alg: 'ES256',
};

/** Tokens whose header says where the key is, signed by that key; `url` serves it. */
export function keySources(url: string): BrokenToken[] {
  const sources: Readonly<Record<string, unknown>> = {
    jwk: strangersJwk,
    jku: `${url}/jwks.json`,
    x5u: `${url}/chain.pem`,
    x5c: [Buffer.from('a certificate of the stranger').toString('base64')],
    x5t: Buffer.from('a thumbprint').toString('base64url'),
    'x5t#S256': Buffer.from('a thumbprint of another kind').toString('base64url'),
    iss: url,
    jwks_uri: `${url}/jwks.json`,
  };
  const names = (signer: Signer) => [signer.kid, 'stranger', `${url}/jwks.json`];
  return Object.entries(sources).flatMap(([header, value]) =>
    [0, 1, 2].map((which) => ({
      what: `signed by a stranger, ${header} of theirs, the key ${['that is trusted', 'of theirs', 'an address'][which]}`,
      make: (signer: Signer) =>
        jws({ alg: 'ES256', kid: names(signer)[which], [header]: value }, signer.claims(), es256(stranger)),
    })),
  );
}

/** Tokens that say that whoever does not understand something of them must not take them. */
export const criticals: readonly BrokenToken[] = [
  ['exp'],
  ['b64'],
  ['urn:example:more'],
  [],
  'exp',
  null,
  {},
].map((crit) => ({
  what: `signed well, with ${JSON.stringify(crit)} for critical`,
  make: (signer) => signed(signer, {}, { crit, b64: true, 'urn:example:more': 1 }),
}));
