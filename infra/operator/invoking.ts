import { HttpRequest } from '@smithy/core/protocols';
import { Hash } from '@smithy/core/serde';
import { SignatureV4 } from '@smithy/signature-v4';
import type { ClientSettings } from './clients.ts';

/** Calls a function by its ARN and waits for its answer. Throws what it failed with. */
export type Invoke = (functionArn: string, event: object) => Promise<unknown>;

/** How functions are called: the one call of Lambda that operating takes, without the SDK's client for it. */
export function invoker({ region, endpoint, credentials }: Required<ClientSettings>): Invoke {
  const signer = new SignatureV4({
    service: 'lambda',
    region,
    credentials,
    sha256: Hash.bind(null, 'sha256'),
  });
  return async (functionArn, event) => {
    const { protocol, hostname, port, host } = new URL(endpoint);
    const path = `/2015-03-31/functions/${encodeURIComponent(functionArn)}/invocations`;
    const body = JSON.stringify(event);
    const headers = { host, 'content-type': 'application/json' };
    const address = { protocol, hostname, ...(port !== '' && { port: Number(port) }) };
    const request = new HttpRequest({ ...address, method: 'POST', path, headers, body });
    const signed = await signer.sign(request);
    const answer = await fetch(`${protocol}//${host}${path}`, {
      method: 'POST',
      headers: signed.headers,
      body,
    });
    const text = await answer.text();
    if (!answer.ok || answer.headers.has('x-amz-function-error'))
      throw new Error(`${functionArn} answered ${answer.status}: ${text}`);
    return JSON.parse(text);
  };
}
