import type { BrokenToken } from './broken-token.ts';
import { type Signer, signed } from './signer.ts';

const now = () => Math.floor(Date.now() / 1000);
const OTHER = 'dev_01KAS2M4N6P8Q0R2S4T6V8W0X2';

/** Claims that are not those of a device's token, though the device has signed them. */
const CLAIMS: Readonly<Record<string, readonly unknown[]>> = {
  iss: [undefined, null, '', OTHER, 'https://issuer.example', [OTHER]],
  sub: [undefined, null, '', OTHER, [OTHER]],
  aud: [undefined, null, '', 'urn:partner-api', ['urn:partner-api:telemetry'], 'URN:partner-api:telemetry'],
};

const TIMES: readonly (readonly [string, () => Record<string, unknown>])[] = [
  ['without a beginning', () => ({ iat: undefined })],
  ['that begins after its end', () => ({ iat: now() + 100, exp: now() + 50 })],
  ['that begins later than a clock may be ahead', () => ({ iat: now() + 130, exp: now() + 430 })],
  ['that lives for longer than ten minutes', () => ({ exp: now() + 700 })],
];

/** What only the header of a token of an issuer may say. */
const HEADERS: readonly Record<string, unknown>[] = [
  { typ: 'at+jwt' },
  { typ: 'JOSE' },
  { cty: 'JWT' },
  { zip: 'DEF' },
  { jku: 'https://keys.example/jwks' },
  { x5u: 'https://keys.example/x5u' },
  { anything: 1 },
];

/** What a device says in a token. */
export const deviceClaims: readonly BrokenToken[] = [
  ...Object.entries(CLAIMS).flatMap(([name, values]) =>
    values.map((value) => ({
      what: `with ${JSON.stringify(value) ?? 'nothing'} for its ${name}`,
      make: (signer: Signer) => signed(signer, { [name]: value }),
    })),
  ),
  ...TIMES.map(([what, claims]) => ({ what, make: (signer: Signer) => signed(signer, claims()) })),
  ...HEADERS.map((header) => ({
    what: `with ${JSON.stringify(header)} in its header`,
    make: (signer: Signer) => signed(signer, {}, header),
  })),
];
