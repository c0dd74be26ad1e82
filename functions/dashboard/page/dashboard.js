/** @import { MyConsent, Policy, Problem } from '../shapes.ts' */
/** @import { Screen } from './screen.js' */
/** @import { RequestLink } from './request-link.js' */
/** @import { Settings } from './settings.js' */
/** @import { SignedIn } from './sign-in-return.js' */
/** @import { Reason } from './welcome-page.js' */
import { answerPage } from './answer-page.js';
import { Api } from './api.js';
import { standingOf } from './consent.js';
import { failurePage } from './failure-page.js';
import { Me } from './me.js';
import { overviewPage } from './overview-page.js';
import { requestPage } from './request-page.js';
import { startSignIn } from './sign-in.js';
import { welcomePage } from './welcome-page.js';

/** The way through the pages: the door, a request that waits for its answer, the answer, and all there is. */
export class Dashboard {
  #settings;
  #screen;
  #link;

  /**
   * @param {Settings} settings
   * @param {Screen} screen
   * @param {RequestLink | undefined} link of the request that the customer came for
   */
  constructor(settings, screen, link) {
    this.#settings = settings;
    this.#screen = screen;
    this.#link = link;
  }

  /** @param {Reason} [reason] why the customer stands here, if that needs to be said */
  showWelcome(reason) {
    const onSignIn = () => startSignIn(this.#settings, this.#link);
    this.#screen.showAccount(undefined);
    this.#screen.show(welcomePage({ forRequest: this.#link !== undefined, reason, onSignIn }));
  }

  /** @param {SignedIn} person */
  async enter(person) {
    const me = new Me(new Api(person.token, () => this.showWelcome('session-ended')));
    this.#screen.showAccount(person, () => this.#leave());
    if (this.#link === undefined) await this.#showOverview(me);
    else await this.#showRequest(me, this.#link);
  }

  /**
   * @param {Me} me
   * @param {RequestLink} link
   */
  async #showRequest(me, link) {
    const { consentId, state } = link;
    this.#screen.wait('Loading the request…');
    const [consent, policies] = await Promise.all([me.consent(consentId), me.policies()]);
    if ('problem' in consent || 'problem' in policies) {
      const retry = () => this.#showRequest(me, link);
      return this.#showFailure(me, 'This request cannot be shown', [consent, policies], retry);
    }
    const asked = consent.body;
    if (standingOf(asked, new Date()) !== 'waiting') return this.#showAnswer(me, asked, policies.body, state);
    this.#screen.show(
      requestPage({
        consent: asked,
        policies: policies.body,
        now: new Date(),
        allow: (objects) => me.authorise(consentId, objects),
        refuse: () => me.reject(consentId),
        onDecided: (answered) => this.#showAnswer(me, answered, policies.body, state),
      }),
    );
  }

  /**
   * @param {Me} me
   * @param {MyConsent} consent
   * @param {readonly Policy[]} policies
   * @param {string} [state]
   */
  #showAnswer(me, consent, policies, state) {
    this.#forgetRequest();
    this.#screen.show(answerPage({ consent, policies, state, onOverview: () => this.#showOverview(me) }));
  }

  /** @param {Me} me */
  async #showOverview(me) {
    this.#forgetRequest();
    this.#screen.wait('Loading your permissions…');
    const [consents, policies, releases] = await Promise.all([
      me.consents(),
      me.policies(),
      me.releases(null),
    ]);
    if ('problem' in consents || 'problem' in policies) {
      const retry = () => this.#showOverview(me);
      return this.#showFailure(me, 'Your permissions cannot be shown', [consents, policies], retry);
    }
    this.#screen.show(
      overviewPage({
        me,
        consents: consents.body,
        policies: policies.body,
        releases,
        keyId: this.#settings.checkpointKeyId,
        announce: (what) => this.#screen.announce(what),
        onRequest: (consentId) => this.#showRequest(me, { consentId }),
      }),
    );
  }

  /**
   * @param {Me} me
   * @param {string} title
   * @param {readonly (object | { problem: Partial<Problem> })[]} outcomes of which one at least is a problem
   * @param {() => void} onRetry
   */
  #showFailure(me, title, outcomes, onRetry) {
    const [problem = {}] = outcomes.flatMap((outcome) => ('problem' in outcome ? outcome.problem : []));
    // A session that ended has shown the door already.
    if (problem.status === 401) return;
    this.#screen.show(failurePage({ title, problem, onRetry, onOverview: () => this.#showOverview(me) }));
  }

  /** The request was dealt with: loading the page again shows everything. */
  #forgetRequest() {
    this.#link = undefined;
    history.replaceState(null, '', location.pathname);
  }

  /** Forgets the customer, here and at the issuer. */
  #leave() {
    this.#forgetRequest();
    this.showWelcome('signed-out');
    const { logoutUrl, clientId, dashboardUrl } = this.#settings;
    if (logoutUrl === undefined) return;
    const query = new URLSearchParams({ client_id: clientId, logout_uri: dashboardUrl });
    location.assign(`${logoutUrl}?${query}`);
  }
}
