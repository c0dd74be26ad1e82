import { expect, test } from 'vitest';
import { Addresses } from './addresses.ts';

const addresses = new Addresses();
addresses.add('https://abc.execute-api.eu-central-1.amazonaws.com', 'http://localhost:3000');
addresses.add('https://people.auth.eu-central-1.amazoncognito.com', 'http://localhost:3000/_local/oidc/pool');

test.each([
  ['https://abc.execute-api.eu-central-1.amazonaws.com/v1/dashboard', 'http://localhost:3000/v1/dashboard'],
  [
    'https://people.auth.eu-central-1.amazoncognito.com/oauth2/token',
    'http://localhost:3000/_local/oidc/pool/oauth2/token',
  ],
  [
    'https://xyz.execute-api.eu-central-1.amazonaws.com/v1',
    'https://xyz.execute-api.eu-central-1.amazonaws.com/v1',
  ],
  [
    'arn:aws:execute-api:eu-central-1:000000000000:abc/*',
    'arn:aws:execute-api:eu-central-1:000000000000:abc/*',
  ],
])('%s is %s', (remote, local) => {
  expect(addresses.localise(remote)).toBe(local);
});

test('are found in any depth of a property, and nothing else is touched', () => {
  const url = 'https://abc.execute-api.eu-central-1.amazonaws.com/v1';
  const value = { urls: [url, { and: `${url} ${url}` }], count: 1, on: true, none: null };
  expect(addresses.localise(value)).toEqual({
    urls: ['http://localhost:3000/v1', { and: 'http://localhost:3000/v1 http://localhost:3000/v1' }],
    count: 1,
    on: true,
    none: null,
  });
});
