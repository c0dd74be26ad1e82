/** @import { ConsentObject, Policy } from '../shapes.ts' */
import { counted, day } from './date.js';

/** @type {Record<string, string>} */
const PRODUCTS = { motor: 'Motor insurance', 'own-damage': 'Own-damage insurance' };

/** @type {Record<Policy['status'], string>} */
const STATUSES = {
  pending: 'cover has not begun',
  'in-force': 'in force',
  cancelled: 'cancelled',
  expired: 'ended',
  lapsed: 'lapsed',
};

/**
 * What a policy is called: its product and the vehicle that it is for.
 *
 * @param {Pick<Policy, 'product' | 'vehicle'>} policy
 */
export function policyName({ product, vehicle: { plate } }) {
  const name = PRODUCTS[product] ?? product;
  return plate === undefined ? name : `${name} for ${plate}`;
}

/**
 * What else tells a policy from another: its number, and whether it is in force.
 *
 * @param {Pick<Policy, 'policyNumber' | 'status' | 'term'>} policy
 */
export function policyDetail({ policyNumber, status, term }) {
  const until = status === 'in-force' ? ` until ${day(term.end)}` : '';
  return `${policyNumber}, ${STATUSES[status]}${until}`;
}

/**
 * The policies that some objects name, in one phrase. `policies` are those that are known here.
 *
 * @param {readonly ConsentObject[] | undefined} objects undefined: all
 * @param {readonly Policy[]} policies
 */
export function policiesInWords(objects, policies) {
  if (objects === undefined) return 'All your policies';
  const named = objects.flatMap(
    ({ policyId }) => policies.find((policy) => policy.policyId === policyId) ?? [],
  );
  if (named.length === objects.length && named.length <= 3) return named.map(policyName).join(', ');
  return counted(objects.length, 'policy', 'policies');
}
