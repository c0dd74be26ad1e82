/** @import { MyConsent } from '../shapes.ts' */

/**
 * Where the customer is awaited, if who asked said so, with the state of the link that led here; never anything but a
 * web address.
 *
 * @param {Pick<MyConsent, 'redirectTo'>} consent
 * @param {string | undefined} state
 */
export function wayBack({ redirectTo }, state) {
  const url = redirectTo === undefined ? undefined : new URL(redirectTo);
  if (url === undefined || !/^https?:$/.test(url.protocol)) return undefined;
  if (state !== undefined) url.searchParams.set('state', state);
  return url;
}
