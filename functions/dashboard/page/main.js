import { Dashboard } from './dashboard.js';
import { Screen } from './screen.js';
import { loadSettings } from './settings.js';
import { takePending } from './sign-in.js';
import { readReturn, redeem } from './sign-in-return.js';

const CONSENT_ID = /^con_[0-9A-Z]{26}$/;

/**
 * Starts the page: reads what the address says, forgets it, and shows the customer in or to the door. The address
 * may carry a code, which must not stay in the browser's history.
 */
async function start() {
  const query = new URLSearchParams(location.search);
  const comesBack = query.has('code') || query.has('error');
  const pending = comesBack ? takePending() : undefined;
  const returned = readReturn(query, pending);
  const consentId =
    [query.get('consent'), pending?.consentId].find((id) => CONSENT_ID.test(id ?? '')) ?? undefined;
  history.replaceState(
    null,
    '',
    `${location.pathname}${consentId === undefined ? '' : `?consent=${consentId}`}`,
  );

  const settings = await loadSettings();
  const dashboard = new Dashboard(settings, new Screen(settings.insurer), consentId);
  if (returned === undefined) return dashboard.showWelcome();
  const outcome = 'code' in returned ? await redeem(settings, returned.pending, returned.code) : returned;
  if ('failure' in outcome) return dashboard.showWelcome(outcome.failure);
  return dashboard.enter(outcome);
}

try {
  await start();
} catch {
  // What failed is the page's own: there is no screen yet to say it on.
  document
    .getElementById('main')
    ?.replaceChildren('The page could not be loaded. Please try again in a moment.');
}
