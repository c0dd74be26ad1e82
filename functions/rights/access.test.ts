import { expect, it } from 'vitest';
import type { Principal } from '../middleware/principal.ts';
import { existingCustomer } from './access.ts';

const path = { customerId: 'cus_01KAHJ3M7C9D5F1G7H3J8K2M6N' };

it.each(['partner', 'customer', 'nobody'] as const)(
  'a %s with every scope finds no customer',
  async (kind) => {
    const scopes = ['customers:manage', 'claims:handle'];
    const principal: Principal = { clientId: 'broker', partnerId: 'broker', kind, scopes, permissions: [] };
    await expect(existingCustomer({ path, principal })).rejects.toMatchObject({ code: 'forbidden' });
  },
);
