import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { createServer } from 'node:net';

/** Somebody who listens on this machine, and counts who comes. */
export interface Listener {
  readonly port: number;
  /** How many connections there were so far. */
  connections(): number;
  close(): Promise<void>;
}

/** Listens on a free port of loopback; who comes is sent away. */
export async function startListener(): Promise<Listener> {
  let count = 0;
  const server = createServer((socket) => {
    count += 1;
    socket.destroy();
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    port: (server.address() as AddressInfo).port,
    connections: () => count,
    async close() {
      server.close();
      await once(server, 'close');
    },
  };
}
