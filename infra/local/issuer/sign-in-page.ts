import { escapeHtml, renderPage } from './page.ts';
import { people } from './people.ts';

/** Why somebody sees the page again. */
export type Refused = 'wrong' | 'too-often';

const WORDS: Record<Refused, string> = {
  wrong: 'E-mail address or password is not right.',
  'too-often': 'Too many tries. Wait ten seconds, then try again.',
};

export interface SignInPage {
  /** Where the pool's own files lie. */
  path: string;
  /** What people sign in to. */
  clientId: string;
  /** What they typed before. */
  email: string;
  refused: Refused | undefined;
}

/** The page on which people sign in. What was refused is said first, and read out. */
export function renderSignIn({ path, clientId, email, refused }: SignInPage): string {
  const hint = Object.values(people).map((person) => `${person.email} (${person.password})`);
  const described = refused ? ' aria-describedby="refused" aria-invalid="true"' : '';
  const main = `<h1>Sign in</h1>
<p class="quiet">to go on to ${escapeHtml(clientId)}</p>
${refused ? `<p class="wrong" id="refused" role="alert">${WORDS[refused]}</p>` : ''}
<form method="post">
<label for="email">E-mail address</label>
<input id="email" name="email" type="email" autocomplete="username" required maxlength="254"${described} value="${escapeHtml(email)}"${email ? '' : ' autofocus'}>
<label for="password">Password</label>
<input id="password" name="password" type="password" autocomplete="current-password" required maxlength="256"${described}${email ? ' autofocus' : ''}>
<button>Sign in</button>
</form>
<p class="quiet">On this machine there are ${escapeHtml(hint.join(' and '))}.</p>`;
  return renderPage({ title: refused ? 'Not signed in – try again' : 'Sign in', path, main });
}

/** What people see who came with a request that is not right, or came too late. */
export function renderFailure(path: string, reason: string): string {
  const main = `<h1>This did not work</h1>
<p role="alert">${escapeHtml(reason)}</p>
<p class="quiet">Go back to where you came from and sign in again.</p>`;
  return renderPage({ title: 'Sign-in did not work', path, main });
}
