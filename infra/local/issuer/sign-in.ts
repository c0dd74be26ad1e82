import { hash, timingSafeEqual } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Provider } from 'oidc-provider';
import { readBody } from '../gateway/request-body.ts';
import { Attempts } from './attempts.ts';
import { pageHeaders } from './page.ts';
import { type Person, people } from './people.ts';
import { type Refused, renderFailure, renderSignIn } from './sign-in-page.ts';

/** A sign-in that the provider waits for. */
type Interaction = Awaited<ReturnType<Provider['interactionDetails']>>;

interface Credentials {
  email: string;
  password: string;
}

const STATUS: Record<Refused, number> = { wrong: 403, 'too-often': 429 };
/** No form of ours is longer. */
const LONGEST_FORM = 4_096;

/**
 * Where people say who they are. A sign-in belongs to the browser that began it, by a cookie of the provider that no
 * other site can have sent along: nobody signs in somebody else, or finishes what another has begun.
 */
export class SignIn {
  readonly #path: string;
  readonly #attempts = new Attempts();

  /** `path` is where the pool's own files lie. */
  constructor(path: string) {
    this.#path = path;
  }

  async serve(provider: Provider, request: IncomingMessage, response: ServerResponse): Promise<void> {
    const interaction = await provider.interactionDetails(request, response).catch(() => undefined);
    const asked = new URL(request.url ?? '/', 'http://localhost').pathname.split('/').at(-1);
    if (!interaction || interaction.uid !== asked) {
      const body = renderFailure(this.#path, 'There is no sign-in under way in this browser.');
      response.writeHead(400, pageHeaders()).end(body);
    } else if (request.method === 'GET') this.#show(response, interaction);
    else if (request.method === 'POST') await this.#receive(provider, interaction, request, response);
    else response.writeHead(405, { allow: 'GET, POST' }).end();
  }

  async #receive(
    provider: Provider,
    interaction: Interaction,
    request: IncomingMessage,
    response: ServerResponse,
  ): Promise<void> {
    const credentials = await readForm(request);
    const outcome = this.#check(credentials);
    if (typeof outcome === 'string') this.#show(response, interaction, credentials.email, outcome);
    else {
      const result = { login: { accountId: outcome.sub, remember: false } };
      await provider.interactionFinished(request, response, result, { mergeWithLastSubmission: false });
    }
  }

  /** The person whom the credentials are right for. */
  #check({ email, password }: Credentials): Person | Refused {
    const now = performance.now();
    const name = email.trim().toLowerCase();
    if (!this.#attempts.mayTry(name, now)) return 'too-often';
    const person = Object.values(people).find((one) => one.email === name);
    const right = isSame(password, person?.password ?? '');
    if (person && right) {
      this.#attempts.succeeded(name);
      return person;
    }
    this.#attempts.failed(name, now);
    return 'wrong';
  }

  #show(response: ServerResponse, { params }: Interaction, email = '', refused?: Refused): void {
    // Browsers hold the way back to the client against the form's policy, too.
    const back = new URL(String(params.redirect_uri)).origin;
    const page = { path: this.#path, clientId: String(params.client_id), email, refused };
    response
      .writeHead(refused ? STATUS[refused] : 200, pageHeaders(["'self'", back]))
      .end(renderSignIn(page));
  }
}

/** What the form says; nothing where it is no form. */
async function readForm(request: IncomingMessage): Promise<Credentials> {
  const isForm = request.headers['content-type']?.startsWith('application/x-www-form-urlencoded') === true;
  const body = await readBody(request);
  const fields = new URLSearchParams(isForm && body && body.length <= LONGEST_FORM ? body.toString() : '');
  return { email: fields.get('email') ?? '', password: fields.get('password') ?? '' };
}

/** Compares in a time that says nothing of where they differ. */
function isSame(given: string, expected: string): boolean {
  const [left, right] = [given, expected].map((text) => hash('sha256', text, 'buffer'));
  return left !== undefined && right !== undefined && timingSafeEqual(left, right);
}
