import type { BrokenToken } from './broken-token.ts';
import { es256, jws, type Signer, signed } from './signer.ts';

const now = () => Math.floor(Date.now() / 1000);

/** What is said about time, by how far a clock may be wrong. */
const TIMES: readonly (readonly [string, (grace: number) => Record<string, unknown>])[] = [
  ['that has ended', (grace) => ({ iat: now() - grace - 301, exp: now() - grace - 1 })],
  ['that ended an hour ago', () => ({ iat: now() - 3_900, exp: now() - 3_600 })],
  ['that ended at the beginning of time', () => ({ exp: 0 })],
  ['that ended before it', () => ({ exp: -1 })],
  ['without an end', () => ({ exp: undefined })],
  ['whose end is nothing', () => ({ exp: null })],
  ['whose end is a text', () => ({ exp: `${now() + 300}` })],
  ['whose end is a list', () => ({ exp: [now() + 300] })],
  ['whose end is an object', () => ({ exp: { $gt: 0 } })],
  ['whose end is true', () => ({ exp: true })],
  ['that is not valid yet', (grace) => ({ nbf: now() + grace + 60 })],
  ['that is valid from a text on', () => ({ nbf: `${now() - 10}` })],
  ['whose beginning is a text', () => ({ iat: `${now()}` })],
];

/** When a token begins and ends. */
export const clocks: readonly BrokenToken[] = [
  ...TIMES.map(([what, claims]) => ({
    what,
    make: (signer: Signer) => signed(signer, claims(signer.grace)),
  })),
  {
    what: 'without an end that a number holds',
    make: ({ kid, key, claims }) => {
      const text = JSON.stringify({ ...claims(), exp: 0 }).replace('"exp":0', '"exp":1e400');
      return jws({ alg: 'ES256', kid }, text, es256(key));
    },
  },
];
