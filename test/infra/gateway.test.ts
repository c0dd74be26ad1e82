import { App, Duration, RemovalPolicy, Stack } from 'aws-cdk-lib';
import { Match } from 'aws-cdk-lib/assertions';
import { Key } from 'aws-cdk-lib/aws-kms';
import { describe, expect, it } from 'vitest';
import { ApiFunction } from '../../infra/constructs/api-function.ts';
import { bundleFunctions } from '../../infra/constructs/bundles.ts';
import { gatewayBody } from '../../infra/constructs/gateway-body.ts';
import { tiers } from '../../infra/constructs/tiers.ts';
import { readSettings } from '../../infra/stacks/settings.ts';
import { only, resources, synthesize } from './synthesis.ts';

const dev = synthesize();
const api = only(dev, 'AWS::ApiGateway::RestApi');

interface Operation {
  readonly security?: Record<string, string[]>[];
  readonly 'x-amazon-apigateway-integration'?: { readonly uri: unknown };
}
interface Body {
  readonly paths: Record<string, Record<string, Operation>>;
  readonly components: { readonly securitySchemes: Record<string, { readonly name: string }> };
}
const { paths, components } = api.Body as Body;
const schemes = components.securitySchemes;
const methods = new Set(['get', 'put', 'post', 'delete', 'patch']);
const routes = Object.entries(paths).flatMap(([path, item]) =>
  Object.entries(item).flatMap(([method, operation]) =>
    methods.has(method) ? [{ name: `${method} ${path}`, operation }] : [],
  ),
);
const pages = ['get /dashboard', 'get /dashboard/{file}'];
const guarded = routes.filter(({ name }) => !pages.includes(name));

describe('every route', () => {
  it.each(guarded)('$name is authorised, and throttled per partner', ({ operation }) => {
    const [required = {}, ...alternatives] = operation.security ?? [];
    expect(alternatives).toEqual([]);
    expect(Object.keys(required).map((name) => schemes[name]?.name)).toEqual(['Authorization', 'x-api-key']);
  });

  it('is so but for the pages, which are there for whoever is yet to sign in', () => {
    const open = routes.filter(({ operation }) => operation.security?.length === 0);
    expect(open.map(({ name }) => name)).toEqual(pages);
    expect(routes).toHaveLength(guarded.length + pages.length);
  });

  it.each(routes)('$name reaches a function', ({ operation }) => {
    expect(JSON.stringify(operation['x-amazon-apigateway-integration']?.uri)).toMatch(
      /lambda:path\/2015-03-31\/functions\/.*"Fn::GetAtt":\["\w+Function\w+","Arn"\]/,
    );
  });

  it('exists', () => {
    expect(guarded.length).toBeGreaterThan(0);
    expect(JSON.stringify(api.Body)).not.toContain('{{');
  });
});

describe('the gateway', () => {
  it('takes the API key from the authorizer, never from the caller', () => {
    expect(api.Body).toMatchObject({ 'x-amazon-apigateway-api-key-source': 'AUTHORIZER' });
  });

  it('takes every type as bytes, so that a document reaches whoever asks for it', () => {
    expect(api.Body).toMatchObject({ 'x-amazon-apigateway-binary-media-types': ['*/*'] });
  });

  it('is the only one that may call the rooms and the authorizer', () => {
    for (const { Properties: permission } of resources(dev, 'AWS::Lambda::Permission').values()) {
      expect(permission).toHaveProperty('SourceArn');
    }
    dev.api.hasResourceProperties('AWS::Lambda::Permission', {
      Principal: 'apigateway.amazonaws.com',
      SourceArn: Match.objectLike({ 'Fn::Join': ['', Match.arrayWith(['/authorizers/*'])] }),
    });
    dev.api.hasResourceProperties('AWS::Lambda::Permission', {
      Principal: 'apigateway.amazonaws.com',
      SourceArn: Match.objectLike({ 'Fn::Join': ['', Match.arrayWith(['/v1/*/*'])] }),
    });
  });

  it("logs routes, not paths, and nobody's address, program or token", () => {
    const stage = only(dev, 'AWS::ApiGateway::Stage');
    const { Format: format } = stage.AccessLogSetting as { Format: string };
    expect(format).toContain('$context.resourcePath');
    expect(format).not.toMatch(/\$context\.(path|identity|authorizer\.(principalId|claims))\b/);
    expect(stage.MethodSettings).toMatchObject([{ DataTraceEnabled: false }]);
  });

  it('stands behind the firewall', () => {
    dev.api.hasResourceProperties('AWS::WAFv2::WebACLAssociation', {
      ResourceArn: { 'Fn::Join': ['', Match.arrayWith([Match.stringLikeRegexp('::/restapis/')])] },
    });
  });

  it('has a usage plan per tier', () => {
    dev.api.resourceCountIs('AWS::ApiGateway::UsagePlan', Object.keys(tiers).length);
    for (const { rate, burst } of Object.values(tiers)) {
      dev.api.hasResourceProperties('AWS::ApiGateway::UsagePlan', {
        Throttle: { RateLimit: rate, BurstLimit: burst },
      });
    }
  });
});

describe('the body', () => {
  const app = new App();
  bundleFunctions(app);
  const stack = new Stack(app, 'stack');
  const settings = readSettings(app.node);
  const relay = new ApiFunction(stack, 'relay', {
    description: 'any function',
    timeout: Duration.seconds(1),
    memory: 128,
    concurrency: settings.concurrency,
    key: new Key(stack, 'key'),
    removalPolicy: RemovalPolicy.DESTROY,
  });
  const functions = new Map([['room', relay]]);

  it('names functions wherever the contract does, and keeps the rest', () => {
    const body = gatewayBody({ uri: '{{function:room}}', list: [1, 'as it is', null, true] }, functions);
    expect(stack.resolve(body)).toEqual({
      uri: { 'Fn::Join': ['', expect.arrayContaining(['/invocations'])] },
      list: [1, 'as it is', null, true],
    });
  });

  it('refuses a function that no stack makes', () => {
    expect(() => gatewayBody(['{{function:room}}', '{{function:other}}'], functions)).toThrow(
      '{{function:other}}',
    );
    expect(() => gatewayBody(['{{function:room}}', '{{role:room}}'], functions)).toThrow('{{role:room}}');
  });

  it('refuses to leave a function without a route', () => {
    expect(() => gatewayBody([], functions)).toThrow('room');
  });
});
