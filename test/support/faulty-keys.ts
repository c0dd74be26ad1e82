import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';

/** How an issuer may answer who asks for its keys. */
export type KeysAnswer =
  | { keys: readonly object[] }
  | { status: number; body: string }
  | 'breaks off'
  | 'never answers';

/** An issuer's keys at an address of this machine, answered as is said, and how often they were asked for. */
export async function startKeys() {
  let answer: KeysAnswer = { keys: [] };
  let asked = 0;
  const server = createServer((request, response) => {
    asked += 1;
    if (answer === 'never answers') return;
    if (answer === 'breaks off') {
      request.socket.destroy();
      return;
    }
    const { status, body } = 'status' in answer ? answer : { status: 200, body: JSON.stringify(answer) };
    response.writeHead(status, { 'content-type': 'application/json' }).end(body);
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/jwks`,
    asked: () => asked,
    /** Answers so from now on. */
    say(next: KeysAnswer): void {
      answer = next;
    },
    async close(): Promise<void> {
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };
}

export type Keys = Awaited<ReturnType<typeof startKeys>>;
