import { connect } from 'node:net';
import { type Fixture, integration } from './gateway.ts';

/** Answers with the event, or with what the body tells it to. */
const ECHO = `export const handler = async (event) => {
  const order = event.body?.startsWith('{') ? JSON.parse(event.body) : {};
  if (order.fail) throw new Error('secret detail');
  if (order.sleep) await new Promise((done) => setTimeout(done, order.sleep));
  return 'answer' in order ? order.answer : { statusCode: 200, body: JSON.stringify(event) };
};`;

/** An API that anyone may call, with a function behind every route that says back what it got. */
export const OPEN: Fixture = {
  functions: { echo: ECHO },
  body: {
    openapi: '3.0.1',
    paths: {
      '/things': {
        get: integration('echo'),
        post: integration('echo'),
        head: integration('echo'),
      },
      '/things/{thingId}': { get: integration('echo') },
      '/things/special': { get: integration('echo') },
      '/slow': { post: integration('echo', { timeoutInMillis: 100 }) },
      '/forbidden': { get: integration('echo') },
      '/nowhere': { get: integration('nowhere') },
    },
    'x-amazon-apigateway-binary-media-types': ['application/pdf'],
    'x-amazon-apigateway-gateway-responses': {
      DEFAULT_4XX: problem('request-refused'),
      DEFAULT_5XX: problem('internal'),
      MISSING_AUTHENTICATION_TOKEN: { statusCode: '404', ...problem('not-found') },
    },
  },
  variables: { pageUrl: 'https://example.com/v1/page' },
  mayInvoke: (_arn, source) => !source.endsWith('/forbidden'),
  accessLogFormat: JSON.stringify({
    id: '$context.requestId',
    route: '$context.resourcePath',
    status: '$context.status',
    who: '$context.authorizer.partnerId',
    type: '$context.error.responseType',
    agent: '$context.identity.userAgent',
  }),
};

function problem(code: string) {
  return {
    responseParameters: {
      'gatewayresponse.header.x-interaction-id': 'method.request.header.x-interaction-id',
      'gatewayresponse.header.Cache-Control': "'no-store'",
    },
    responseTemplates: {
      'application/problem+json': `{"type":"urn:problem:${code}","title":$context.error.messageString,"instance":"urn:request:$context.requestId"}`,
    },
  };
}

/** A server's answer to bytes as they are, head and body in one text. */
export function exchangeBytes(port: number, bytes: string): Promise<string> {
  return new Promise((resolve, reject) => {
    let text = '';
    const socket = connect(port, 'localhost', () => socket.write(bytes));
    socket.setEncoding('utf8').on('data', (chunk: string) => {
      text += chunk;
    });
    socket.on('close', () => resolve(text)).on('error', reject);
  });
}
