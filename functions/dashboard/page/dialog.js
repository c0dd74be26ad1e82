import { button, element } from './element.js';

/**
 * Asks before something is done that matters. Escape and the way back mean no; the focus returns to where it was.
 *
 * @param {object} given
 * @param {string} given.title a question
 * @param {readonly string[]} given.consequences what comes of a yes
 * @param {string} given.yes what the yes is called: what it does
 * @param {string} given.no
 * @param {boolean} [given.ends] the yes ends something
 * @returns {Promise<boolean>}
 */
export function ask({ title, consequences, yes, no, ends = false }) {
  const dialog = element(
    'dialog',
    { 'aria-labelledby': 'question', 'aria-describedby': 'consequences' },
    element('h2', { id: 'question' }, title),
    element('ul', { id: 'consequences' }, ...consequences.map((text) => element('li', {}, text))),
    element(
      'div',
      { class: 'actions' },
      button({ class: ends ? 'ending' : 'primary', onclick: () => dialog.close('yes') }, yes),
      button({ class: 'secondary', autofocus: true, onclick: () => dialog.close() }, no),
    ),
  );
  return new Promise((resolve) => {
    dialog.addEventListener('close', () => {
      dialog.remove();
      resolve(dialog.returnValue === 'yes');
    });
    document.body.append(dialog);
    dialog.showModal();
  });
}
