/**
 * The number that a policy is spoken of by, e.g. `P26-7Q2M-XK4T-9ZHB`: the year of its issue, and the last sixty random
 * bits of its id, so that no two policies get the same and none tells how many there are.
 */
export function policyNumberOf(policyId: string, issuedOn: string): string {
  const digits = policyId.slice(-12);
  return `P${issuedOn.slice(2, 4)}-${digits.slice(0, 4)}-${digits.slice(4, 8)}-${digits.slice(8)}`;
}
