import { Match } from 'aws-cdk-lib/assertions';
import { describe, expect, it } from 'vitest';
import { foreign, only, resources, seed, synthesize } from './synthesis.ts';

const own = synthesize();
const other = synthesize({ issuer: foreign });

const variablesOf = (house: typeof own) => only(house, 'AWS::ApiGateway::Stage').Variables;

describe("the customers' dashboard", () => {
  it('is a public client, which gets short tokens for a code and for nothing else', () => {
    own.api.hasResourceProperties('AWS::Cognito::UserPoolClient', {
      ClientName: 'dashboard',
      GenerateSecret: false,
      AllowedOAuthFlows: ['code'],
      AllowedOAuthScopes: ['openid', Match.objectLike({ 'Fn::Join': ['', [Match.anyValue(), '/customer']] })],
      ExplicitAuthFlows: ['ALLOW_REFRESH_TOKEN_AUTH'],
      AccessTokenValidity: 15,
      RefreshTokenValidity: 60,
      TokenValidityUnits: { AccessToken: 'minutes', RefreshToken: 'minutes' },
    });
  });

  it('is where a sign-in comes back to, and nowhere else', () => {
    const url = [
      'https://',
      { Ref: expect.stringMatching(/^GatewayApi/) },
      '.execute-api.',
      { Ref: 'AWS::Region' },
      '.',
      { Ref: 'AWS::URLSuffix' },
      '/v1/dashboard',
    ];
    expect(only(own, 'AWS::Cognito::UserPoolClient')).toMatchObject({
      CallbackURLs: [{ 'Fn::Join': ['', url] }],
      LogoutURLs: [{ 'Fn::Join': ['', url] }],
    });
  });

  it('comes in by a row and an allowance that all customers share', () => {
    for (const house of [own, other]) {
      house.api.hasResourceProperties('Custom::Partner', {
        partnerId: 'customers',
        kind: 'customer',
        tier: 'customer',
        scopes: ['customer'],
        permissions: [],
        redirectUris: [],
      });
    }
    own.api.hasResourceProperties('Custom::Partner', {
      clientId: { Ref: Match.stringLikeRegexp('dashboard') },
    });
    other.api.hasResourceProperties('Custom::Partner', { clientId: foreign.dashboardClientId });
  });
});

describe('the stage', () => {
  it('tells the rooms where customers sign in and decide', () => {
    const variables = variablesOf(own) as Record<string, unknown>;
    expect(Object.keys(variables).sort()).toEqual([
      'authorizeUrl',
      'clientId',
      'customerScope',
      'dashboardUrl',
      'logoutUrl',
      'tokenUrl',
    ]);
    const [callback] = only(own, 'AWS::Cognito::UserPoolClient').CallbackURLs as unknown[];
    expect(variables.dashboardUrl).toEqual(callback);
    expect(variables.customerScope).toBe('partner-api/customer');
    for (const name of ['authorizeUrl', 'tokenUrl', 'logoutUrl']) {
      expect(JSON.stringify(variables[name])).toContain('"https://');
    }
  });

  it('tells them of another issuer what the installation says of it', () => {
    expect(variablesOf(other)).toEqual({
      dashboardUrl: expect.anything(),
      clientId: foreign.dashboardClientId,
      authorizeUrl: foreign.authorizationEndpoint,
      tokenUrl: foreign.tokenEndpoint,
      customerScope: 'customer',
    });
  });

  it("has the dashboard under the insurer's own domain, if there is one", () => {
    const url = 'https://api.insurer.example/v1';
    const house = synthesize({ url });
    expect(variablesOf(house)).toMatchObject({ dashboardUrl: `${url}/dashboard` });
    house.api.hasResourceProperties('AWS::Cognito::UserPoolClient', { CallbackURLs: [`${url}/dashboard`] });
    for (const wrong of ['', 7, 'http://plain.example', `${url}/`, `${url}?`, 'https://a b']) {
      expect(() => synthesize({ url: wrong })).toThrow('context url');
    }
  });
});

describe('who signs in', () => {
  it('is known by e-mail address and birth date, which nobody can change, and comes by invitation', () => {
    own.api.hasResourceProperties('AWS::Cognito::UserPool', {
      AdminCreateUserConfig: { AllowAdminCreateUserOnly: true },
      MfaConfiguration: 'ON',
      Schema: [
        { Name: 'email', Required: true, Mutable: false },
        { Name: 'birthdate', Required: true, Mutable: false },
      ],
    });
  });

  it('is said by the access token, for which Cognito asks the function', () => {
    const arn = { 'Fn::GetAtt': [Match.stringLikeRegexp('^tokenclaimsFunction'), 'Arn'] };
    own.api.hasResourceProperties('AWS::Cognito::UserPool', {
      LambdaConfig: { PreTokenGenerationConfig: { LambdaArn: arn, LambdaVersion: 'V2_0' } },
    });
    own.api.hasResourceProperties('AWS::Lambda::Permission', {
      Principal: 'cognito-idp.amazonaws.com',
      FunctionName: arn,
      SourceArn: { 'Fn::GetAtt': [Match.stringLikeRegexp('^IssuerPool'), 'Arn'] },
    });
  });

  it('is for another issuer to say in its own way', () => {
    const functions = [...resources(other, 'AWS::Lambda::Function').keys()];
    expect(functions.filter((id) => id.startsWith('tokenclaims'))).toEqual([]);
  });

  it('is never by a client that a partner has too', () => {
    const issuer = { ...foreign, dashboardClientId: 'broker' };
    expect(() => synthesize({ issuer, partners: seed })).toThrow('context issuer: broker');
  });
});
