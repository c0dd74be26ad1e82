import { rawRequest } from '../../support/raw-http.ts';
import { type Genuine, refused, type Trick } from './trick.ts';

/** Requests whose target may lead to two places. */
export function targetTricks(genuine: Genuine): Trick[] {
  const { token, quoteId } = genuine;
  const get = (target: string) => rawRequest(`GET ${target} HTTP/1.1`, [`Authorization: Bearer ${token}`]);
  const trick = (status: number, calls: number) => (what: string, target: string) => ({
    what,
    bytes: get(target),
    statuses: [status],
    calls,
  });
  return [
    ...unreadable(get),
    ...elsewhere(trick(403, 0)),
    ...beside(trick(404, 0), quoteId),
    ...asId(trick(404, 1), quoteId),
    ...lines(token),
    trick(200, 1)('an id of nothing but escapes', `/v1/quotes/${escaped(quoteId, '%')}`),
    trick(400, 0)('an escape that is no text', '/v1/products/%c0%ae%c0%ae%c0%af'),
    trick(400, 1)('a query of 9,000 letters', `/v1/quotes?cursor=${'a'.repeat(9_000)}`),
    trick(431, 0)('a target of 100,000 letters', `/v1/quotes/${'a'.repeat(100_000)}`),
  ];
}

type Make = (what: string, target: string) => Trick;

const escaped = (text: string, by: string) =>
  Array.from(text, (letter) => `${by}${letter.charCodeAt(0).toString(16)}`).join('');

/** Targets that are none. */
function unreadable(get: (target: string) => string): Trick[] {
  const cases: [string, string][] = [
    ['a target without a slash', 'v1/quotes'],
    ['an authority as target', 'localhost:80'],
    ['backslashes', '\\v1\\quotes'],
    ['a space in the target', '/v1/quo tes'],
    ['a tab in the target', '/v1/quo\ttes'],
    ['a letter beyond ASCII', '/v1/quot\xe9s'],
    ['a zero byte', '/v1/quotes\0'],
  ];
  return cases.map(([what, target]) => refused(what, get(target)));
}

/** Targets that name no stage, whatever a proxy in between would make of them; nor do they lead to the runtime's own tools. */
function elsewhere(trick: Make): Trick[] {
  return [
    trick('another server', 'http://other.example/v1/quotes'),
    trick('this server by its whole address', 'http://localhost/v1/quotes'),
    trick('another server by two slashes', '//other.example/v1/quotes'),
    trick('a slash in escape behind the stage', '/v1%2Fquotes'),
    trick('a stage in escape', '/%76%31/quotes'),
    trick('a stage in capitals', '/V1/quotes'),
    trick('a stage behind dots', '/../v1/quotes'),
    trick('another stage', '/v2/quotes'),
    trick('the tools by two slashes', '//_local/events'),
    trick('the tools by a whole address', 'http://localhost/_local/events'),
    trick('the tools in escape', '/%5Flocal/events'),
  ];
}

/** Targets beside a route: the gateway has none for them, and asks nobody. */
function beside(trick: Make, quoteId: string): Trick[] {
  return [
    trick('a fragment', '/v1/quotes#x'),
    trick('a parameter of the path', '/v1/quotes;x=1'),
    trick('a zero byte in escape', '/v1/quotes%00'),
    trick('a letter in escape', '/v1/%71uotes'),
    trick('a route in capitals', '/v1/QUOTES'),
    trick('two slashes', '/v1//quotes'),
    trick('a slash too many', `/v1/quotes/${quoteId}/`),
    trick('a slash in escape before an id', `/v1/quotes%2F${quoteId}`),
    trick('dots', '/v1/products/../quotes'),
    trick('a dot', '/v1/./quotes'),
    trick('the tools behind dots', '/v1/../_local/events'),
    trick('the tools below the stage', '/v1/_local/events'),
  ];
}

/** What is part of an id for the gateway, and no id of anything for the room. */
function asId(trick: Make, quoteId: string): Trick[] {
  const tails = ['%00', '%0a', '%0d%0aSet-Cookie:%20a=b', '%20', '.', '%2e', '%2F', ';x', '%23', '%3F'];
  return [
    ...tails.map((tail) => trick(`an id and ${tail}`, `/v1/quotes/${quoteId}${tail}`)),
    trick('an id in small letters', `/v1/quotes/${quoteId.toLowerCase()}`),
    trick('an id in escapes of escapes', `/v1/quotes/${escaped(quoteId, '%25')}`),
    trick('dots in escape', '/v1/products/%2e%2e'),
    trick('a way out of the products', '/v1/products/..%2f..%2f..%2fetc%2fpasswd'),
    trick('a way out in escapes of escapes', '/v1/products/%252e%252e%252fbooks'),
    trick('an id of 9,000 letters', `/v1/quotes/${'a'.repeat(9_000)}`),
  ];
}

/** First lines of other versions and methods. */
function lines(token: string): Trick[] {
  const headers = [`Authorization: Bearer ${token}`];
  const line = (text: string) => rawRequest(text, headers);
  const methods = ['TRACE', 'OPTIONS', 'PUT', 'PATCH', 'DELETE', 'PROPFIND', 'SEARCH', 'PURGE'];
  return [
    refused('a method in small letters', line('get /v1/quotes HTTP/1.1')),
    refused('a method of its own', line('STEAL /v1/quotes HTTP/1.1')),
    refused('HTTP 1.2', line('GET /v1/quotes HTTP/1.2')),
    refused('HTTP 9.9', line('GET /v1/quotes HTTP/9.9')),
    refused('HTTP in small letters', line('GET /v1/quotes http/1.1')),
    refused('HTTP 2 without a word before', 'PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n'),
    refused('the beginning of TLS', '\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03'),
    { what: 'HTTP 1.0', bytes: line('GET /v1/quotes HTTP/1.0'), statuses: [200], calls: 1 },
    { what: 'all of the server', bytes: line('OPTIONS * HTTP/1.1'), statuses: [403], calls: 0 },
    { what: 'a tunnel', bytes: line('CONNECT 127.0.0.1:22 HTTP/1.1'), statuses: [], calls: 0 },
    ...methods.map((method) => ({
      what: `the method ${method}`,
      bytes: line(`${method} /v1/quotes HTTP/1.1`),
      statuses: [404],
      calls: 0,
    })),
  ];
}
