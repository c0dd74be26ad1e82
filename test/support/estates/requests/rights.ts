import type { OperationsOf } from '../../../../openapi/generated/operations.ts';
import type { Owned } from './owned-request.ts';

/** How each operation on a customer's rights is asked for. */
export const rightsRequests: Record<OperationsOf<'rights'>, Owned> = {
  listMyReleases: { by: 'customer', request: () => ({}) },
  exportCustomer: { by: 'staff', request: ({ customer }) => ({ path: { customerId: customer } }) },
  listReleases: { by: 'staff', request: ({ customer }) => ({ path: { customerId: customer } }) },
  eraseCustomer: {
    by: 'staff',
    request: ({ customer }) => ({ path: { customerId: customer }, body: { preview: true } }),
  },
  getErasure: {
    by: 'staff',
    request: ({ leaver, erasure }) => ({ path: { customerId: leaver, erasureId: erasure } }),
  },
  linkLogin: {
    by: 'staff',
    request: ({ customer }) => ({
      path: { customerId: customer },
      body: { email: `${customer.toLowerCase()}@example.com`, dateOfBirth: '1985-03-02' },
    }),
  },
  liftRestriction: { by: 'staff', request: ({ restricted }) => ({ path: { customerId: restricted } }) },
};
