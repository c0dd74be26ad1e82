/** `npm run -s token -- <name>`: prints an access token for a client, or a person, of the running runtime. */
import { dataDirectory } from './data-directory.ts';
import { requestToken } from './issuer/token-request.ts';

const [name] = process.argv.slice(2);
try {
  if (name === undefined) throw new Error('Usage: npm run -s token -- <client or person>');
  console.log(await requestToken(dataDirectory(), name));
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
}
