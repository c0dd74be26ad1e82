import { Dashboard } from './dashboard.js';
import { Screen } from './screen.js';
import { loadSettings } from './settings.js';
import { takePending } from './sign-in.js';
import { readReturn, redeem } from './sign-in-return.js';

const CONSENT_ID = /^con_[0-9A-Z]{26}$/;

/**
 * What the address says: the request that the customer comes for, and the sign-in that comes back. Then it is
 * forgotten, since a code must not stay in the browser's history.
 */
function readAddress() {
  const query = new URLSearchParams(location.search);
  const pending = query.has('code') || query.has('error') ? takePending() : undefined;
  const returned = readReturn(query, pending);
  const named = query.get('consent') ?? pending?.consentId ?? '';
  const consentId = CONSENT_ID.test(named) ? named : undefined;
  const address = consentId === undefined ? location.pathname : `${location.pathname}?consent=${consentId}`;
  history.replaceState(null, '', address);
  return { returned, consentId };
}

/** Starts the page, and shows the customer in or to the door. */
async function start() {
  const { returned, consentId } = readAddress();
  const settings = await loadSettings();
  const home = new URL(settings.dashboardUrl);
  // A sign-in comes back to one address only, and what it must match is kept where it was begun.
  if (home.origin !== location.origin) return location.replace(`${home}${location.search}`);

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
  const main = document.getElementById('main');
  main?.replaceChildren('The page could not be loaded. Please try again in a moment.');
}
