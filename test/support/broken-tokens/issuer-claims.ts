import type { BrokenToken } from './broken-token.ts';
import { signed } from './signer.ts';

/** Claims that are not those of an access token of the issuer, though it has signed them. */
const CLAIMS: Readonly<Record<string, readonly unknown[]>> = {
  iss: [undefined, null, '', 'https://issuer.example', ['https://issuer.example'], {}],
  token_use: ['id', 'refresh', 'ACCESS', '', null, ['access'], true],
  client_id: [undefined, null, '', 0, true, {}, { $ne: '' }, ['aggregator'], 'A'.repeat(3_000)],
  scope: [['partner-api/quotes:read', 'partner-api/quotes:write'], {}, 1, true],
  sub: [['aggregator'], {}, 1],
  aud: [{}, 1, [1]],
  jti: [{}, 1],
};

/** What the issuer says in a token. */
export const issuerClaims: readonly BrokenToken[] = [
  ...Object.entries(CLAIMS).flatMap(([name, values]) =>
    values.map((value) => ({
      what: `with ${(JSON.stringify(value) ?? 'nothing').slice(0, 60)} for its ${name}`,
      make: (signer: Parameters<BrokenToken['make']>[0]) => signed(signer, { [name]: value }),
    })),
  ),
  ...['/', '/.', '#', '?', '\u0000', ' '].map((more) => ({
    what: `of an issuer with ${JSON.stringify(more)} at the end of its name`,
    make: (signer: Parameters<BrokenToken['make']>[0]) =>
      signed(signer, { iss: `${signer.claims().iss}${more}` }),
  })),
];
