import { describe, expect, it } from 'vitest';
import { notified } from '../../test/support/handled-claims.ts';
import type { Principal } from '../middleware/principal.ts';
import { basisOf, isHandler, onlyHandlers } from './access.ts';

const principal = (kind: Principal['kind'], ...scopes: string[]): { principal: Principal } => ({
  principal: { clientId: 'somebody', partnerId: 'broker', kind, scopes, permissions: [] },
});

describe('who handles claims', () => {
  it('is of the staff, and has the scope', () => {
    expect(isHandler(principal('staff', 'claims:read', 'claims:handle'))).toBe(true);
    expect(isHandler(principal('staff', 'claims:read', 'customers:manage'))).toBe(false);
  });

  it.each(['partner', 'customer', 'nobody'] as const)('is no %s, whatever the scope', (kind) => {
    expect(isHandler(principal(kind, 'claims:handle'))).toBe(false);
    expect(() => onlyHandlers(principal(kind, 'claims:handle'))).toThrow('Only the insurer’s staff');
  });
});

describe('what is personal in a claim is seen', () => {
  const basis = (kind: Principal['kind'], partnerId = 'broker', ...scopes: string[]) => {
    const caller = principal(kind, ...scopes);
    return basisOf({ principal: { ...caller.principal, partnerId } }, notified());
  };

  it('by who handles claims, the partner of the policy and the customer, on their own bases', () => {
    expect(basis('staff', 'insurer', 'claims:handle')).toBe('staff');
    expect(basis('partner')).toBe('producer');
    expect(basis('customer', '')).toBe('customer');
  });

  it('on no basis by other partners, by staff of other tasks, and by nobody', () => {
    expect(basis('partner', 'reader')).toBeUndefined();
    expect(basis('staff', 'insurer', 'claims:read')).toBeUndefined();
    expect(basis('nobody')).toBeUndefined();
  });
});
