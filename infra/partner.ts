import { existsSync, writeFileSync } from 'node:fs';
import { type ParseArgsOptionsConfig, parseArgs } from 'node:util';
import { PartnersError, parsePartners, readPartners } from './partners.ts';

const usage = `Usage: npm run partner -- <command> [--file partners.json]
  add <clientId> --name <name> --tier <tier> --scopes <a,b> [--kind partner|staff]
                 [--permissions <A,B>] [--redirect-uri <uri>]...
  list
  remove <clientId>
The file takes effect with: npm run deploy -- -c partners=partners.json`;

const options = {
  file: { type: 'string', default: 'partners.json' },
  name: { type: 'string' },
  kind: { type: 'string', default: 'partner' },
  tier: { type: 'string' },
  scopes: { type: 'string', default: '' },
  permissions: { type: 'string', default: '' },
  'redirect-uri': { type: 'string', multiple: true, default: [] },
} satisfies ParseArgsOptionsConfig;

/** @throws PartnersError with the usage, where the command line cannot be understood */
function readCommandLine() {
  try {
    return parseArgs({ options, allowPositionals: true });
  } catch (error) {
    throw new PartnersError(`${error instanceof Error ? error.message : error}\n${usage}`);
  }
}

const split = (list: string) => list.split(',').flatMap((item) => item.trim() || []);

function run({ values, positionals }: ReturnType<typeof readCommandLine>): void {
  const [command, clientId, ...surplus] = positionals;
  const { file, name, kind, tier } = values;
  const partners = existsSync(file) ? readPartners(file) : [];
  // Writes only what a deployment would accept.
  const write = (changed: readonly unknown[]) =>
    writeFileSync(file, `${JSON.stringify(parsePartners(changed), null, 2)}\n`);

  if (command === 'add' && clientId && surplus.length === 0) {
    const scopes = split(values.scopes);
    const permissions = split(values.permissions);
    const redirectUris = values['redirect-uri'];
    write([...partners, { clientId, name, kind, tier, scopes, permissions, redirectUris }]);
  } else if (command === 'remove' && clientId && surplus.length === 0) {
    if (!partners.some((partner) => partner.clientId === clientId)) {
      throw new PartnersError(`no partner ${clientId} in ${file}`);
    }
    write(partners.filter((partner) => partner.clientId !== clientId));
  } else if (command === 'list' && !clientId) {
    for (const partner of partners) {
      console.log([partner.clientId, partner.kind, partner.tier, partner.scopes.join(' ')].join('\t'));
    }
  } else {
    throw new PartnersError(usage);
  }
}

try {
  run(readCommandLine());
} catch (error) {
  if (!(error instanceof PartnersError)) throw error;
  console.error(error.message);
  process.exitCode = 1;
}
