/** `npm run -s token -- <client>`: prints an access token for a client of the running runtime. */
import { dataDirectory } from './data-directory.ts';
import { requestToken } from './issuer/token-request.ts';

const [client] = process.argv.slice(2);
try {
  if (client === undefined) throw new Error('Usage: npm run -s token -- <client>');
  console.log(await requestToken(dataDirectory(), client));
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
}
