import { connect } from 'node:net';

/** One answer as it came over the wire; names of headers in lower case. */
export interface RawAnswer {
  status: number;
  headers: ReadonlyMap<string, string>;
  body: string;
}

/** What came back on one connection, and whether all of it could be read as answers of HTTP. */
export interface Exchanged {
  answers: RawAnswer[];
  /** Bytes behind the last answer that are no answer. */
  rest: string;
}

/** A body in chunks that has none: what Node refuses by itself it sends so. */
const NO_CHUNK = '0\r\n\r\n';

/** How long a server may keep a connection open without a word; then it is ended from this side. */
const PATIENCE_MS = 5_000;

/**
 * Sends bytes as they are, a character of the text for each, over a connection of their own, and gathers every answer
 * until the server closes it, or has kept it open for five seconds without a word. Rejects where nobody listens.
 */
export function exchangeRaw(port: number, bytes: string): Promise<Exchanged> {
  return new Promise((resolve, reject) => {
    let text = '';
    const socket = connect(port, 'localhost', () => socket.write(bytes, 'latin1'));
    socket.setTimeout(PATIENCE_MS, () => socket.destroy());
    socket.setEncoding('latin1').on('data', (chunk: string) => {
      text += chunk;
    });
    // What is refused is often refused before all of it was sent, which the kernel reports as a reset.
    socket.on('error', (error: NodeJS.ErrnoException) => {
      if (error.code !== 'ECONNRESET' && error.code !== 'EPIPE') reject(error);
    });
    socket.on('close', () => resolve(answersIn(text)));
  });
}

/** A request in its usual form, whose connection ends with its answer unless a header says otherwise. */
export function rawRequest(line: string, headers: readonly string[], body = ''): string {
  const usual = ['Host: localhost', 'Connection: close'];
  const named = (name: string) => headers.some((header) => header.toLowerCase().startsWith(name));
  const all = [...usual.filter((header) => !named(header.toLowerCase().split(':')[0] ?? '')), ...headers];
  return `${line}\r\n${all.join('\r\n')}\r\n\r\n${body}`;
}

function answersIn(text: string): Exchanged {
  const answers: RawAnswer[] = [];
  let rest = text;
  for (;;) {
    const head = /^HTTP\/1\.[01] (\d{3}) ?[^\r\n]*\r\n((?:[^\r\n]+\r\n)*)\r\n/.exec(rest);
    if (!head) return { answers, rest };
    const headers = headersIn(head[2] ?? '');
    const behind = rest.slice(head[0].length);
    const length = headers.has('transfer-encoding')
      ? NO_CHUNK.length
      : Number(headers.get('content-length') ?? 0);
    answers.push({ status: Number(head[1]), headers, body: behind.slice(0, length) });
    rest = behind.slice(length);
  }
}

function headersIn(lines: string): Map<string, string> {
  const pairs = lines.split('\r\n').flatMap((line): [string, string][] => {
    const colon = line.indexOf(':');
    return colon < 0 ? [] : [[line.slice(0, colon).toLowerCase(), line.slice(colon + 1).trim()]];
  });
  return new Map(pairs);
}
