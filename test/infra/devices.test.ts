import { describe, expect, it } from 'vitest';
import { tiers } from '../../infra/constructs/tiers.ts';
import { foreign, resources, synthesize } from './synthesis.ts';

const own = synthesize();
const other = synthesize({ issuer: foreign });

describe('devices', () => {
  it('come in by a row and an allowance that all of them share', () => {
    for (const house of [own, other]) {
      house.api.hasResourceProperties('Custom::Partner', {
        // The name that the authorizer looks for, whoever the issuer is.
        clientId: 'devices',
        partnerId: 'devices',
        kind: 'device',
        tier: 'device',
        scopes: ['telemetry:write'],
        permissions: [],
        redirectUris: [],
      });
    }
  });

  it('may post ten thousand times within one second', () => {
    const { rate, burst } = tiers.device;
    expect([rate, burst]).toEqual([10_000, 10_000]);
  });

  it('are known to no issuer: they sign their own tokens', () => {
    const known = ['AWS::Cognito::UserPoolResourceServer', 'AWS::Cognito::UserPoolClient'].flatMap((type) => [
      ...resources(own, type).values(),
    ]);
    expect(known.length).toBeGreaterThan(1);
    expect(JSON.stringify(known)).not.toMatch(/telemetry|"devices"/);
  });
});
