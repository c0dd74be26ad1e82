import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';

/** A way for functions to KMS and Secrets Manager on which their calls are counted. */
export interface ServiceCalls {
  /** What functions need in their environment to go this way. */
  environment: Record<string, string>;
  /** Where the services are; to be said before the first call. */
  lead(endpoint: string): void;
  /** How often an action was called, `Sign` say. */
  count(action: string): number;
  close(): Promise<void>;
}

/** Opens such a way. */
export async function countServiceCalls(): Promise<ServiceCalls> {
  const counts = new Map<string, number>();
  let endpoint = '';
  const server = createServer(async (request, response) => {
    const action = String(request.headers['x-amz-target']).split('.')[1] ?? '';
    counts.set(action, (counts.get(action) ?? 0) + 1);
    const { host, connection, 'content-length': length, ...headers } = request.headers;
    const body = Buffer.concat(await request.toArray());
    const answer = await fetch(endpoint, {
      method: 'POST',
      headers: headers as Record<string, string>,
      body,
    });
    response.writeHead(answer.status, { 'content-type': 'application/x-amz-json-1.1' });
    response.end(Buffer.from(await answer.arrayBuffer()));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  return {
    environment: { AWS_ENDPOINT_URL_KMS: url, AWS_ENDPOINT_URL_SECRETS_MANAGER: url },
    lead: (to) => {
      endpoint = to;
    },
    count: (action) => counts.get(action) ?? 0,
    close: async () => {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}
