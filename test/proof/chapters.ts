import { measureAnswers } from './answers.ts';
import { measureCost } from './cost/measure.ts';
import type { Finding } from './finding.ts';
import { measureLoad } from './load/measure.ts';

/** A claim that tests show. */
export interface TestedClaim {
  claim: string;
  /** How the paths of its test files begin, from the root of the repository; each must be there. */
  files: readonly string[];
  /** What has to be tried so often at least, in the words in which tests put it on record. */
  least?: readonly { what: string; count: number }[];
  /** Whether each thing that was tried has a line of its own on the page. */
  itemised?: true;
}

/** Claims of one kind: some are shown by tests, others are measured, once those tests have run, on a machine at rest. */
export interface Chapter {
  name: string;
  tested: readonly TestedClaim[];
  measure?: () => Promise<readonly Finding[]>;
}

/** All that `npm run prove` shows, in the order of the page. */
export const chapters: readonly Chapter[] = [
  {
    name: 'Attacks',
    tested: [
      owasp('API1:2023 broken object level authorization', 'api1-'),
      {
        claim: 'API2:2023 broken authentication',
        files: ['test/security/owasp/api2-', 'test/security/tokens.', 'test/security/device-tokens.'],
      },
      owasp('API3:2023 broken object property level authorization, mass assignment', 'api3-'),
      owasp('API4:2023 unrestricted resource consumption', 'api4-'),
      owasp('API5:2023 broken function level authorization', 'api5-'),
      owasp('API6:2023 unrestricted access to sensitive business flows', 'api6-'),
      owasp('API7:2023 server side request forgery', 'api7-'),
      owasp('API8:2023 security misconfiguration', 'api8-'),
      owasp('API9:2023 improper inventory management', 'api9-'),
      owasp('API10:2023 unsafe consumption of APIs', 'api10-'),
      owasp('Injection into every field', 'injection'),
      { claim: 'Tricks of headers and paths at the gateway', files: ['test/security/gateway-tricks'] },
      {
        claim: 'Generated requests, none of which is answered 5xx',
        files: ['test/security/fuzz'],
        least: [{ what: 'generated requests', count: 100_000 }],
      },
      {
        claim: 'Consents, masks and receipts under attack',
        files: [
          'consent-matrix',
          'consented-views',
          'foreign-replays',
          'personal-data',
          'revocation-race',
        ].map((name) => `test/security/${name}.`),
      },
    ],
  },
  {
    name: 'Faults',
    tested: [
      {
        claim: 'Ledger = state = events; nothing lost, nothing doubled, no money created',
        files: ['test/faults/seeds.'],
        least: [{ what: 'seeds', count: 100 }],
      },
      { claim: 'Each invariant can be broken, and is then named', files: ['test/faults/invariants.'] },
      { claim: 'The harness does what AWS may do, and repeats itself', files: ['test/local/faults-'] },
      {
        claim: 'Killed at any moment, it loses nothing that it acknowledged',
        files: ['durability', 'policy-durability', 'claim-durability', 'telemetry-durability'].map(
          (name) => `test/e2e/${name}.`,
        ),
      },
    ],
  },
  { name: 'Load', tested: [], measure: measureLoad },
  {
    name: 'Contract',
    tested: [
      {
        claim: 'Prism as a proxy sees the whole journey, and objects to nothing',
        files: ['test/contract/prism.'],
      },
      {
        claim: 'No answer passes that is not what the contract says; no example either',
        files: ['test/contract/validated-fetch.', 'test/contract/examples.'],
      },
      { claim: 'A change that breaks the contract fails', files: ['openapi/compatibility/'] },
      { claim: 'Every operation was used, and every grant of every role', files: ['test/e2e/grants.'] },
    ],
    measure: measureAnswers,
  },
  { name: 'Cost', tested: [], measure: measureCost },
  {
    name: 'Operations',
    tested: [
      { claim: 'Every alarm leads to its section of the runbook', files: ['test/operations/runbook.'] },
      { claim: 'Tables are restored from their backup', files: ['test/operations/restore.'] },
      { claim: 'Events are replayed from the archive', files: ['test/operations/replay.'] },
      { claim: 'Deployed and rolled back under way', files: ['test/operations/deploy.'] },
      { claim: 'Dead letters are redriven', files: ['test/operations/redrive.'] },
    ],
  },
  {
    name: 'Planted faults',
    tested: [{ claim: 'Each is caught by a named check', files: ['test/proof/planted/'], itemised: true }],
  },
];

function owasp(claim: string, file: string): TestedClaim {
  return { claim, files: [`test/security/owasp/${file}`] };
}
