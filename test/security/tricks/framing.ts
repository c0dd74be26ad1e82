import { type Genuine, LAST, refused, type Trick } from './trick.ts';

/** Requests whose end may be seen in two places, so that a second one could be hidden in the first. */
export function framingTricks(genuine: Genuine): Trick[] {
  return [...lengths(genuine), ...codings(genuine), ...chunks(genuine), ...hidden(genuine)];
}

/** A request for a quote with these headers and this body, and one behind it. */
function asking({ token }: Genuine, headers: readonly string[], body: string): string {
  const all = ['Host: h', `Authorization: Bearer ${token}`, 'Content-Type: application/json', ...headers];
  return `POST /v1/quotes HTTP/1.1\r\n${all.join('\r\n')}\r\n\r\n${body}${LAST}`;
}

const inChunks = (body: string) => `${body.length.toString(16)}\r\n${body}\r\n0\r\n\r\n`;

const served = (what: string, bytes: string): Trick => ({ what, bytes, statuses: [201, 404], calls: 1 });

function lengths(genuine: Genuine): Trick[] {
  const { body } = genuine;
  const length = `Content-Length: ${body.length}`;
  const cases: [string, ...string[]][] = [
    ['two lengths', length, 'Content-Length: 0'],
    ['the same length twice', length, length],
    ['a list of lengths', `${length}, ${body.length}`],
    ['a length with a sign', `Content-Length: +${body.length}`],
    ['a negative length', 'Content-Length: -1'],
    ['a length in another base', `Content-Length: 0x${body.length.toString(16)}`],
    ['a length beyond all numbers', 'Content-Length: 99999999999999999999'],
    ['an empty length', 'Content-Length:'],
    ['a space before the colon', `Content-Length : ${body.length}`],
  ];
  return [
    served('one length', asking(genuine, [length], body)),
    ...cases.map(([what, ...headers]) => refused(what, asking(genuine, headers, body))),
    // It has no body then: what is behind it is no request, which ends the connection before its own answer.
    {
      ...refused('a length under another name', asking(genuine, [`Content_Length: ${body.length}`], body)),
      calls: 1,
    },
  ];
}

function codings(genuine: Genuine): Trick[] {
  const length = `Content-Length: ${genuine.body.length}`;
  const coding = 'Transfer-Encoding: chunked';
  const cases: [string, ...string[]][] = [
    ['a length and a coding', length, coding],
    ['a coding and a length', coding, length],
    ['an unknown coding', 'Transfer-Encoding: xchunked'],
    ['no coding by name', 'Transfer-Encoding: identity'],
    ['chunks, and then a coding', 'Transfer-Encoding: chunked, identity'],
    ['chunks, and a coding in a second header', coding, 'Transfer-Encoding: identity'],
    ['a vertical tab before the coding', 'Transfer-Encoding: \x0bchunked'],
    ['a coding in quotes', 'Transfer-Encoding: "chunked"'],
    ['a space before the colon of a coding', 'Transfer-Encoding : chunked'],
  ];
  const body = inChunks(genuine.body);
  return [
    served('chunks', asking(genuine, [coding], body)),
    {
      what: 'a client that waits to be told to go on',
      bytes: asking(genuine, [length, 'Expect: 100-continue'], genuine.body),
      statuses: [100, 201, 404],
      calls: 1,
    },
    {
      what: 'a client that waits for something else',
      bytes: asking(genuine, [length, 'Expect: 200-ok'], genuine.body),
      statuses: [417, 404],
      calls: 0,
    },
    served('chunks in capitals', asking(genuine, ['TRANSFER-ENCODING: CHUNKED'], body)),
    ...cases.map(([what, ...headers]) => refused(what, asking(genuine, headers, body))),
  ];
}

function chunks(genuine: Genuine): Trick[] {
  const { body } = genuine;
  const size = body.length.toString(16);
  const inCoding = (sent: string) => asking(genuine, ['Transfer-Encoding: chunked'], sent);
  const cases: [string, string][] = [
    ['a chunk of no size', `zz\r\n${body}\r\n0\r\n\r\n`],
    ['a chunk of a negative size', `-1\r\n${body}\r\n0\r\n\r\n`],
    ['a chunk’s size with a prefix', `0x${size}\r\n${body}\r\n0\r\n\r\n`],
    ['a chunk beyond all numbers', `fffffffffffffffff\r\n${body}\r\n0\r\n\r\n`],
    ['a chunk’s extension that ends in half a line end', `${size};a\n${body}\r\n0\r\n\r\n`],
    ['chunks by half line ends', `${size}\n${body}\n0\n\n`],
    ['a chunk that is longer than it says', `${size}\r\n${body}XX0\r\n\r\n`],
  ];
  return [
    served('a chunk with an extension', inCoding(`${size};a=b\r\n${body}\r\n0\r\n\r\n`)),
    ...cases.map(([what, sent]) => refused(what, inCoding(sent))),
  ];
}

/** Requests behind requests: each is one of its own, with the token that it brings itself. */
function hidden(genuine: Genuine): Trick[] {
  const { token, other, quoteId, body } = genuine;
  const reading = (...headers: string[]) =>
    `GET /v1/quotes/${quoteId} HTTP/1.1\r\n${['Host: h', ...headers].join('\r\n')}\r\n\r\n`;
  const authorization = `Authorization: Bearer ${token}`;
  const trailing = `${body.length.toString(16)}\r\n${body}\r\n0\r\n${authorization}\r\n\r\n`;
  return [
    {
      what: 'a request behind too short a length',
      bytes: asking(genuine, ['Content-Length: 2'], `{}${reading()}`),
      statuses: [400, 401, 404],
      calls: 1,
    },
    {
      what: 'requests of nobody and of somebody else behind one of the owner',
      bytes: `${reading(authorization)}${reading()}${reading(`Authorization: Bearer ${other}`)}${LAST}`,
      statuses: [200, 401, 404, 404],
      calls: 2,
    },
    {
      what: 'a request as the body of another, which a GET has none of',
      bytes: `${reading(authorization, `Content-Length: ${reading().length}`)}${reading()}${LAST}`,
      statuses: [200, 404],
      calls: 1,
    },
    {
      what: 'a token among the trailers',
      bytes: `POST /v1/quotes HTTP/1.1\r\nHost: h\r\nTransfer-Encoding: chunked\r\nTrailer: Authorization\r\n\r\n${trailing}${LAST}`,
      statuses: [401, 404],
      calls: 0,
    },
    {
      what: 'fifty requests at once',
      bytes: `${reading(authorization).repeat(50)}${LAST}`,
      statuses: [...Array<number>(50).fill(200), 404],
      calls: 50,
    },
  ];
}
