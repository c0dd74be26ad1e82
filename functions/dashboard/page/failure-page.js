/** @import { Problem } from '../shapes.ts' */
import { button, element } from './element.js';
import { problemNotice } from './notice.js';

/**
 * Says that something cannot be shown, why, and where to go from here.
 *
 * @param {object} given
 * @param {string} given.title
 * @param {Partial<Problem>} given.problem
 * @param {() => void} given.onRetry
 * @param {() => void} given.onOverview
 */
export function failurePage({ title, problem, onRetry, onOverview }) {
  return element(
    'div',
    { class: 'sheet narrow' },
    element('h1', {}, title),
    problemNotice(problem),
    element(
      'div',
      { class: 'actions' },
      passes(problem) && button({ class: 'primary', onclick: onRetry }, 'Try again'),
      button({ class: 'secondary', onclick: onOverview }, 'See all your permissions'),
    ),
  );
}

/**
 * Whether something may go well the next time: the connection failed, or the other side.
 *
 * @param {Partial<Problem>} problem
 */
function passes({ status }) {
  return status === undefined || status === 429 || status >= 500;
}
