import { createHmac } from 'node:crypto';
import type { BrokenToken } from './broken-token.ts';
import { es256, jws, type Signer, strangerKey } from './signer.ts';

const stranger = strangerKey();

/** Names of keys that would be looked up somewhere: in files, in databases, in the net, in another's list, in no list. */
const NAMES: readonly unknown[] = [
  '',
  'another',
  '../../../../../../dev/null',
  '/dev/null',
  '..\\..\\windows\\win.ini',
  'file:///dev/null',
  "' OR '1'='1",
  "x' UNION SELECT 'secret' --",
  '{"$ne": null}',
  '$(id)',
  '| cat /etc/passwd',
  '%00',
  '\u0000',
  '__proto__',
  'constructor',
  'dev_',
  'dev_01KAS2M4N6P8Q0R2S4T6V8W0X2',
  '../dev_01KAS2M4N6P8Q0R2S4T6V8W0X2',
  'A'.repeat(2_000),
  [],
  ['dev_01KAS2M4N6P8Q0R2S4T6V8W0X2'],
  {},
  null,
  0,
  true,
];

const called = (kid: unknown) => (JSON.stringify(kid) ?? 'nothing').slice(0, 60);

const byStrangers: BrokenToken[] = [undefined, ...NAMES].map((kid) => ({
  what: `signed by a stranger under the key ${called(kid)}`,
  make: (signer) => jws({ alg: 'ES256', kid }, signer.claims(), es256(stranger)),
}));

/** Who signs well has to say by which key. */
const misnamed: BrokenToken[] = NAMES.map((kid) => ({
  what: `signed well under the key ${called(kid)}`,
  make: (signer) => jws({ alg: 'ES256', kid }, signer.claims(), es256(signer.key)),
}));

/** What a key that leads to an empty file would have signed. */
const byEmptyFile: BrokenToken[] = ['/dev/null', '../../../../../../dev/null'].map((kid) => ({
  what: `signed with the content of ${kid} as the secret`,
  make: (signer: Signer) =>
    jws({ alg: 'HS256', kid }, signer.claims(), (input) => createHmac('sha256', '').update(input).digest()),
}));

/** By which key a token is signed, or is said to be. */
export const keys: readonly BrokenToken[] = [
  {
    what: 'signed by a stranger under the very key that is trusted',
    make: (signer) => jws({ alg: 'ES256', kid: signer.kid }, signer.claims(), es256(stranger)),
  },
  ...byStrangers,
  ...misnamed,
  ...byEmptyFile,
];
