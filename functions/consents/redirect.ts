import type { Consent } from './consent.ts';

/**
 * Where a customer who has decided goes back to, with what the partner needs to go on, but for the state, which whoever
 * followed the link has: undefined where the partner named no address, or has since given it up.
 */
export function redirectTo(
  { consentId, status, redirectUri }: Consent,
  registered: readonly string[],
): string | undefined {
  if (redirectUri === undefined || !registered.includes(redirectUri)) return undefined;
  const url = new URL(redirectUri);
  url.searchParams.set('consentId', consentId);
  url.searchParams.set('status', status);
  return url.href;
}
