import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Match } from 'aws-cdk-lib/assertions';
import { AwsSolutionsChecks } from 'cdk-nag';
import { describe, expect, it } from 'vitest';
import { customerScope, scopes } from '../../openapi/generated/operations.ts';
import { foreign, resources, seed, synthesize } from './synthesis.ts';

const insurer = 'Acme Insurance';

describe('the rules', () => {
  // Synthesis throws on the first finding of cdk-nag or of CloudFormation's own validation.
  it.each([
    ['dev', { partners: seed }],
    ['a stage that is kept', { stage: 'production', insurer, issuer: foreign, partners: seed }],
  ])('have nothing to say against %s', (_, context) => {
    expect(() => synthesize(context, new AwsSolutionsChecks())).not.toThrow();
  });
});

const own = synthesize({ partners: seed });
const other = synthesize({ partners: seed, issuer: JSON.stringify(foreign) });

describe('the issuer', () => {
  it("is a user pool that knows the contract's scopes", () => {
    own.api.hasResourceProperties('AWS::Cognito::UserPoolResourceServer', {
      Identifier: 'partner-api',
      Scopes: [...scopes, customerScope].map((ScopeName) => Match.objectLike({ ScopeName })),
    });
  });

  it('can be another, and then there is no user pool', () => {
    const cognito = [...resources(other).values()].filter(({ Type: type }) =>
      type.startsWith('AWS::Cognito'),
    );
    expect(cognito).toEqual([]);
    other.api.hasResourceProperties('AWS::Lambda::Function', {
      Environment: {
        Variables: Match.objectLike({
          TOKEN_ISSUER: foreign.issuer,
          TOKEN_JWKS_URI: foreign.jwksUri,
          TOKEN_AUDIENCE: foreign.audience,
        }),
      },
    });
    other.api.hasResourceProperties('Custom::Partner', { clientId: 'broker', partnerId: 'broker' });
  });

  it('is refused when it is not understood', () => {
    const { dashboardClientId: _, ...incomplete } = foreign;
    const wrong = ['{', '[]', '{}', { ...foreign, issuer: 'http://plain.example' }, { ...foreign, more: 1 }];
    for (const issuer of [...wrong, incomplete]) expect(() => synthesize({ issuer })).toThrow();
  });
});

describe('partners', () => {
  it('have clients, whose id Cognito chooses', () => {
    own.api.hasResourceProperties('AWS::Cognito::UserPoolClient', {
      ClientName: 'aggregator',
      AllowedOAuthFlows: ['client_credentials'],
      AllowedOAuthScopes: [Match.anyValue(), Match.anyValue()],
      GenerateSecret: true,
    });
    own.api.hasResourceProperties('Custom::Partner', {
      clientId: { Ref: Match.stringLikeRegexp('aggregator') },
      partnerId: 'aggregator',
      tier: 'volume',
      kind: 'partner',
      scopes: ['quotes:read', 'quotes:write'],
    });
  });

  it('come in under an API key of their own, which the registry knows', () => {
    const keys = [...resources(own, 'AWS::ApiGateway::ApiKey').values()].map(
      ({ Properties }) => Properties.Value,
    );
    const rows = [...resources(own, 'Custom::Partner').values()].map(({ Properties }) => Properties.apiKey);
    // Five partners, the customers, and the devices.
    expect(keys.length).toBe(7);
    expect(new Set(keys).size).toBe(keys.length);
    expect(rows).toEqual(keys);
    own.api.resourceCountIs('AWS::ApiGateway::UsagePlanKey', keys.length);
  });

  it('are nobody until they are declared', () => {
    const rows = Object.values(synthesize().api.findResources('Custom::Partner'));
    expect(rows.map(({ Properties: { kind } }) => kind)).toEqual(['customer', 'device']);
  });

  it('are refused together when one of them is wrong', () => {
    const directory = mkdtempSync(join(tmpdir(), 'partners-'));
    const file = join(directory, 'partners.json');
    writeFileSync(file, JSON.stringify([{ clientId: 'broker' }]));
    expect(() => synthesize({ partners: file })).toThrow('partner broker: tier must be');
    rmSync(directory, { recursive: true });
  });
});

describe('a stage', () => {
  it.each(['', 'Prod', '1st', 'a'.repeat(30), 'a/b'])('cannot be called %o', (stage) => {
    expect(() => synthesize({ stage })).toThrow('context stage');
  });
});

describe('the insurer', () => {
  const insurerOf = ({ api }: ReturnType<typeof synthesize>) =>
    Object.values(api.findResources('AWS::Lambda::Function')).flatMap(
      ({ Properties: { Environment } }) => Environment.Variables.INSURER_NAME ?? [],
    );

  it('is named on documents, and to its customers', () => {
    expect(insurerOf(own)).toEqual(Array(3).fill('Example Insurance'));
    expect(insurerOf(synthesize({ insurer }))).toEqual(Array(3).fill(insurer));
  });

  it('must be said where documents are handed to customers', () => {
    expect(() => synthesize({ stage: 'production' })).toThrow('context insurer');
    for (const wrong of ['', 'Acme\nInsurance', 'A'.repeat(101), 7]) {
      expect(() => synthesize({ insurer: wrong })).toThrow('context insurer');
    }
  });
});
