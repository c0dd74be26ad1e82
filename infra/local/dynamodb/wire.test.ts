import { createServer, type Socket } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { expect, onTestFinished, test } from 'vitest';
import { wire } from './wire.ts';

const answer = (body: string) =>
  `HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nX-Amz-Crc32: 42\r\nContent-Length: ${Buffer.byteLength(body)}\r\n\r\n${body}`;

/** A client of a server that does this with what it gets; and the connections that there were. */
async function clientOf(onData: (socket: Socket, text: string) => void) {
  const sockets: Socket[] = [];
  const server = createServer((socket) => {
    sockets.push(socket);
    socket.on('error', () => {});
    socket.on('data', (data) => onData(socket, data.toString()));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => {
    for (const socket of sockets) socket.destroy();
    server.close();
  });
  const address = server.address();
  if (typeof address !== 'object' || !address) throw new Error('no address');
  return { send: wire('127.0.0.1', address.port, { 'x-fixed': 'yes' }), sockets };
}

const textOf = async (reply: Promise<{ body: Buffer }>) => (await reply).body.toString();

test('a call goes out as HTTP and brings back status, checksum and body', async () => {
  let request = '';
  const { send } = await clientOf((socket, text) => {
    request += text;
    if (request.endsWith('{"é":1}')) socket.write(answer('grün'));
  });
  expect(await send('Service.Action', '{"é":1}')).toEqual({
    status: 200,
    checksum: '42',
    body: Buffer.from('grün'),
  });
  expect(request.split('\r\n')).toEqual([
    'POST / HTTP/1.1',
    'host: 127.0.0.1',
    'x-fixed: yes',
    'x-amz-target: Service.Action',
    'content-length: 8',
    '',
    '{"é":1}',
  ]);
});

test('an answer may come byte by byte', async () => {
  const { send } = await clientOf(async (socket) => {
    for (const byte of Buffer.from(answer('grün'))) {
      socket.write(Buffer.of(byte));
      await sleep(0);
    }
  });
  expect(await textOf(send('x', '{}'))).toBe('grün');
});

test('calls at once have connections of their own, later ones take these again', async () => {
  const { send, sockets } = await clientOf(async (socket, text) => {
    await sleep(text.endsWith('slow') ? 30 : 1);
    socket.write(answer(text.slice(text.lastIndexOf('\n') + 1)));
  });
  expect(await Promise.all(['slow', 'fast'].map((body) => textOf(send('x', body))))).toEqual([
    'slow',
    'fast',
  ]);
  for (const body of ['one', 'two', 'three']) expect(await textOf(send('x', body))).toBe(body);
  expect(sockets).toHaveLength(2);
});

test('a connection that was closed in between is not used again', async () => {
  const { send, sockets } = await clientOf((socket) => socket.end(answer('ok')));
  expect(await textOf(send('x', '{}'))).toBe('ok');
  await sleep(20);
  expect(await textOf(send('x', '{}'))).toBe('ok');
  expect(sockets).toHaveLength(2);
});

test('what comes unasked does not become the answer to the next call', async () => {
  const { send } = await clientOf((socket) => {
    socket.write(answer('asked'));
    setTimeout(() => socket.write(answer('unasked')), 10);
  });
  expect(await textOf(send('x', '{}'))).toBe('asked');
  await sleep(40);
  expect(await textOf(send('x', '{}'))).toBe('asked');
});

test.each([
  ['has no length', (socket: Socket) => socket.write('HTTP/1.1 200 OK\r\n\r\n'), 'without a length'],
  ['does not come', (socket: Socket) => socket.destroy(), /closed|ECONNRESET/],
])('a call whose answer %s fails', async (_, onData, message) => {
  const { send } = await clientOf(onData);
  await expect(send('x', '{}')).rejects.toThrow(message);
});

test('a call to nobody fails', async () => {
  await expect(wire('127.0.0.1', 1, {})('x', '{}')).rejects.toThrow('ECONNREFUSED');
});
