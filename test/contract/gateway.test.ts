import { execFile } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { describe, expect, test } from 'vitest';
import { type Operation, operations } from '../../openapi/generated/operations.ts';
import { validateProblem } from '../../openapi/generated/responses.js';

interface Method {
  security: object[];
  'x-amazon-apigateway-integration': { type: string; httpMethod: string; uri: string };
}

interface Body {
  openapi: string;
  paths: Record<string, Record<string, Method>>;
  components: Record<string, object>;
  'x-amazon-apigateway-api-key-source': string;
  'x-amazon-apigateway-gateway-responses': Record<
    string,
    {
      statusCode: number;
      responseParameters: Record<string, string>;
      responseTemplates: Record<string, string>;
    }
  >;
}

/** What a browser opens, before anybody has signed in. */
const PAGES = ['GET /dashboard', 'GET /dashboard/{file}'];

const file = new URL('../../openapi/generated/gateway.json', import.meta.url);
const body: Body = JSON.parse(readFileSync(file, 'utf8'));
const answers = body['x-amazon-apigateway-gateway-responses'];

describe("the gateway's body", () => {
  test('is a valid document of the older dialect', async () => {
    expect(body.openapi).toBe('3.0.1');
    const config = fileURLToPath(new URL('fixtures/specification-only.yaml', import.meta.url));
    const lint = ['node_modules/@redocly/cli/bin/cli.js', 'lint', '--config', config, fileURLToPath(file)];
    const { stderr } = await promisify(execFile)(process.execPath, lint);
    expect(stderr).toContain('valid');
  });

  test('has no schemas, no references, and no keyword that the gateway does not import', () => {
    expect(Object.keys(body.components)).toEqual(['securitySchemes']);
    const text = JSON.stringify(body);
    const refused = [
      '$ref',
      'nullable',
      'discriminator',
      'exclusiveMinimum',
      'readOnly',
      'default',
      'example',
    ];
    expect(refused.filter((keyword) => text.includes(`"${keyword}"`))).toEqual([]);
  });

  test('has the routes of the table of operations, and beside them its pages', () => {
    const routes = Object.entries(body.paths).flatMap(([path, methods]) =>
      Object.keys(methods).map((method) => `${method.toUpperCase()} ${path}`),
    );
    expect(routes.sort()).toEqual(
      [...Object.values(operations).map(({ method, path }) => `${method} ${path}`), ...PAGES].sort(),
    );
  });

  test.each(Object.values<Operation>(operations))(
    'guards $operationId and hands it to its room',
    (operation) => {
      const method = body.paths[operation.path]?.[operation.method.toLowerCase()];
      expect(method?.security).toEqual([{ partner: [], key: [] }]);
      expect(method?.['x-amazon-apigateway-integration']).toMatchObject({
        type: 'aws_proxy',
        httpMethod: 'POST',
        uri: `{{function:${operation.room}}}`,
      });
    },
  );

  test.each(PAGES)('opens %s to anybody', (route) => {
    const method = body.paths[route.slice('GET '.length)]?.get;
    expect(method?.security).toEqual([]);
    expect(method?.['x-amazon-apigateway-integration'].uri).toBe('{{function:dashboard}}');
  });

  test('takes the API key from the authorizer, not from the caller', () => {
    expect(body['x-amazon-apigateway-api-key-source']).toBe('AUTHORIZER');
  });
});

describe("the gateway's own answer", () => {
  test.each(Object.entries(answers))('%s is a problem document', (_type, answer) => {
    const [text = ''] = Object.values(answer.responseTemplates);
    const document = JSON.parse(
      text.replaceAll('$context.requestId', 'c6af9ac6-7b61-11e6-9a41-93e8deadbeef'),
    );
    expect(validateProblem(document)).toEqual([]);
    expect(document.status).toBe(answer.statusCode);
    expect(answer.responseParameters).toMatchObject({
      'gatewayresponse.header.Content-Type': "'application/problem+json'",
      'gatewayresponse.header.x-fapi-interaction-id': 'method.request.header.x-fapi-interaction-id',
    });
  });

  test('to a call without a token is a challenge', () => {
    expect(answers.UNAUTHORIZED?.responseParameters).toHaveProperty(
      ['gatewayresponse.header.WWW-Authenticate'],
      "'Bearer'",
    );
  });

  test('says nothing of what was called', () => {
    expect(JSON.stringify(answers)).not.toMatch(/\$context\.(error|path|resourcePath|identity|authorizer)/);
  });
});
