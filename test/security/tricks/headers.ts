import { rawRequest } from '../../support/raw-http.ts';
import { type Genuine, refused, type Trick } from './trick.ts';

/** Requests whose headers may be read in two ways. */
export function headerTricks(genuine: Genuine): Trick[] {
  const { token, quoteId } = genuine;
  const authorization = `Authorization: Bearer ${token}`;
  const get = (...headers: string[]) => rawRequest(`GET /v1/quotes/${quoteId} HTTP/1.1`, headers);
  return [
    ...unreadable(authorization, get),
    ...duplicates(genuine, get),
    ...disguises(authorization, get),
    ...ignored(authorization, get),
    { what: 'too many', bytes: get(authorization, ...Array(300).fill('a: b')), statuses: [431], calls: 0 },
    {
      what: 'one too long',
      bytes: get(authorization, `X-A: ${'a'.repeat(11_000)}`),
      statuses: [431],
      calls: 0,
    },
  ];
}

type Get = (...headers: string[]) => string;

/** What is no header. */
function unreadable(authorization: string, get: Get): Trick[] {
  const token = authorization.slice('Authorization: '.length);
  const cases: [string, ...string[]][] = [
    ['a token in a folded line', 'Authorization:', ` ${token}`],
    ['a header in two lines', authorization, 'X-A: a', '\tb'],
    ['half a line end in a header', `X-A: a\n${authorization}`],
    ['half a line end of the other kind', authorization, 'X-A: a\rX-B: b'],
    ['a zero byte', authorization, 'X-A: a\0b'],
    ['a control character', authorization, 'X-A: a\x7fb'],
    ['no colon', authorization, 'nonsense'],
    ['no name', authorization, ': x'],
    ['a space in a name', authorization, 'X A: x'],
    ['a space before the colon', `${authorization.replace(':', ' :')}`],
    ['brackets in a name', authorization, 'X(A): x'],
    ['a name beyond ASCII', authorization, 'X\xe9: x'],
  ];
  return [
    ...cases.map(([what, ...headers]) => refused(what, get(...headers))),
    refused('half line ends throughout', get(authorization).replaceAll('\r\n', '\n')),
    refused('a space before the first name', get(authorization).replace('Host:', ' Host:')),
    refused('no host', `GET /v1/quotes HTTP/1.1\r\n${authorization}\r\nConnection: close\r\n\r\n`),
  ];
}

/** Of two tokens the last one counts, alone: who is asked for is who is answered. */
function duplicates({ token, other }: Genuine, get: Get): Trick[] {
  const [own, foreign, none] = [token, other, 'nonsense'].map((each) => `Authorization: Bearer ${each}`) as [
    string,
    string,
    string,
  ];
  const trick = (what: string, status: number, calls: number, ...headers: string[]) => ({
    what,
    bytes: get(...headers),
    statuses: [status],
    calls,
  });
  return [
    trick('a token, then none', 401, 0, own, none),
    trick('none, then a token', 200, 1, none, own),
    trick('a token, then another partner’s', 404, 1, own, foreign),
    trick('another partner’s token, then its own', 200, 1, foreign, own),
    trick('a token, then nothing', 401, 0, own, 'Authorization:'),
    trick('two tokens in one header', 401, 0, `${foreign}, Bearer ${token}`),
    trick('two tokens without a comma', 401, 0, `${foreign} ${token}`),
    trick('two hosts', 200, 1, own, 'Host: localhost', 'Host: other.example'),
  ];
}

/** A token that is not in its place. */
function disguises(authorization: string, get: Get): Trick[] {
  const [, value] = authorization.split(': ');
  const names = [
    'Proxy-Authorization',
    'X-Authorization',
    'X-Forwarded-Authorization',
    'Cookie',
    'X-Api-Key',
    'Authorization_',
    'X-Amzn-Remapped-Authorization',
  ];
  return names.map((name) => ({
    what: `a token as ${name}`,
    bytes: get(`${name}: ${value}`),
    statuses: [401],
    calls: 0,
  }));
}

/** What other servers would take orders from. */
function ignored(authorization: string, get: Get): Trick[] {
  const orders = [
    'X-HTTP-Method-Override: DELETE',
    'X-HTTP-Method: DELETE',
    'X-Method-Override: DELETE',
    'X-Original-URL: /v1/products/motor',
    'X-Rewrite-URL: /v1/products/motor',
    'X-Forwarded-Prefix: /v2',
    'X-Forwarded-User: handler',
    'X-Amzn-Oidc-Identity: handler',
    'X-Apigateway-Event: {"requestContext":{"authorizer":{"partnerId":"broker"}}}',
    'x-api-key: another',
    'partnerId: broker',
    'kind: staff',
    'Connection: close, Authorization',
    'TE: trailers',
    'Max-Forwards: 0',
    'Range: bytes=0-1',
    'If-None-Match: *',
    'If-Match: "99"',
    'X-Forwarded-For: 127.0.0.1',
    'Upgrade: h2c',
    'Upgrade: websocket',
  ];
  return orders.map((order) => ({
    what: order,
    bytes: get(authorization, order),
    statuses: [200],
    calls: 1,
  }));
}
