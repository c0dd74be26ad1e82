import { Agent, request } from 'node:http';

/** A request as it goes out. `path` is below the stage. */
export interface Outgoing {
  method: 'GET' | 'POST';
  path: string;
  headers: Record<string, string>;
  body?: string;
}

/** What came back; a status of 0 says that the connection broke. */
export interface Received {
  status: number;
  body: Buffer;
}

/** Sends requests to one API over connections that are kept, as many as are needed at once. */
export class Sender {
  readonly #stage: string;
  readonly #agent = new Agent({ keepAlive: true });

  /** `stage`: the API's address with its stage. */
  constructor(stage: string) {
    this.#stage = stage;
  }

  /** Never rejects. */
  send({ method, path, headers, body }: Outgoing): Promise<Received> {
    const agent = this.#agent;
    return new Promise((resolve) => {
      const broken = () => resolve({ status: 0, body: Buffer.alloc(0) });
      const going = request(`${this.#stage}${path}`, { method, headers, agent }, (answer) => {
        const chunks: Buffer[] = [];
        answer.on('data', (chunk: Buffer) => chunks.push(chunk));
        answer.on('end', () => resolve({ status: answer.statusCode ?? 0, body: Buffer.concat(chunks) }));
        answer.on('error', broken);
      });
      going.on('error', broken);
      going.end(body);
    });
  }

  close(): void {
    this.#agent.destroy();
  }
}
