import type { Consent } from './consent.ts';

/**
 * Where a customer who has decided goes back to, with what the partner needs to go on: undefined where it named no
 * address, or has since given it up.
 */
export function redirectTo(
  { consentId, status, redirectUri, state }: Consent,
  registered: readonly string[],
): string | undefined {
  if (redirectUri === undefined || !registered.includes(redirectUri)) return undefined;
  const url = new URL(redirectUri);
  url.searchParams.set('consentId', consentId);
  url.searchParams.set('status', status);
  if (state !== undefined) url.searchParams.set('state', state);
  return url.href;
}
