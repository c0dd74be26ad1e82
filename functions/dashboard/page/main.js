import { Dashboard } from './dashboard.js';
import { queryOf, readRequestLink } from './request-link.js';
import { Screen } from './screen.js';
import { loadSettings } from './settings.js';
import { takePending } from './sign-in.js';
import { readReturn, redeem } from './sign-in-return.js';

/**
 * What the address says: the link that the customer followed, or the sign-in that comes back to it. A code is then
 * forgotten, since it must not stay in the browser's history.
 */
function readAddress() {
  const query = new URLSearchParams(location.search);
  const comesBack = query.has('code') || query.has('error');
  const pending = comesBack ? takePending() : undefined;
  const returned = readReturn(query, pending);
  // The state of a sign-in is not that of a link.
  const link = comesBack ? pending?.link : readRequestLink(query);
  const address = link === undefined ? location.pathname : `${location.pathname}?${queryOf(link)}`;
  history.replaceState(null, '', address);
  return { returned, link };
}

/** Starts the page, and shows the customer in or to the door. */
async function start() {
  const { returned, link } = readAddress();
  const settings = await loadSettings();
  const home = new URL(settings.dashboardUrl);
  // A sign-in comes back to one address only, and what it must match is kept where it was begun.
  if (home.origin !== location.origin) return location.replace(`${home}${location.search}`);

  const dashboard = new Dashboard(settings, new Screen(settings.insurer), link);
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
