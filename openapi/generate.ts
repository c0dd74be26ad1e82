import { mkdirSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { aloneModules } from './generate/alone.ts';
import { bundle } from './generate/bundle.ts';
import { checkContract } from './generate/check.ts';
import { classedNamesModule } from './generate/classed-names.ts';
import { type Contract, roomsOf } from './generate/contract.ts';
import { checkDrivingBooks } from './generate/driving-book.ts';
import { checkDrivingRules } from './generate/driving-rules.ts';
import { eventsModule } from './generate/events.ts';
import { gatewayBody } from './generate/gateway.ts';
import { literal } from './generate/literal.ts';
import { masksModule, maskTypes } from './generate/masks.ts';
import { operationTypesModule } from './generate/operation-types.ts';
import { operationsModule, operationTypes, roomOperationsModule } from './generate/operations.ts';
import { problemsModule } from './generate/problems.ts';
import { checkRates } from './generate/rate-book.ts';
import { responsesDeclarations, responsesModule } from './generate/responses.ts';
import { checkTriageRules } from './generate/triage-rules.ts';
import { typesModule } from './generate/types.ts';
import { validatorModules, validatorTypes } from './generate/validators.ts';

const OUTPUT = join(import.meta.dirname, 'generated');
const FORMATS = '../../../functions/middleware/mask-formats.ts';
const UNPACK = '../../../functions/middleware/unpack.ts';

// The contract has the shape that is stated here once checkContract has accepted it.
const contract = bundle(new URL('partner-api.yaml', import.meta.url)) as unknown as Contract;
const rateBook = bundle(new URL('rate-book.yaml', import.meta.url)) as unknown as Contract;
const triageRules = bundle(new URL('triage-rules.yaml', import.meta.url)) as unknown as Contract;
const drivingBook = bundle(new URL('driving-book.yaml', import.meta.url)) as unknown as Contract;
const drivingRules = bundle(new URL('driving-rules.yaml', import.meta.url)) as unknown as Contract;
checkContract(contract);
const types = await typesModule(contract);
checkRates(
  new URL('../functions/quotes/', import.meta.url),
  rateBook.components.schemas,
  contract.components.schemas,
);
checkTriageRules(
  new URL('../functions/claims/triage/rules/', import.meta.url),
  triageRules.components.schemas,
);
checkDrivingBooks(new URL('../functions/quotes/', import.meta.url), drivingBook.components.schemas);
checkDrivingRules(
  new URL('../functions/telematics/rules/', import.meta.url),
  drivingRules.components.schemas,
);

const files = new Map<string, string>([
  ['types.ts', types],
  ['operations.ts', operationsModule(contract)],
  ['operations/operation.ts', operationTypes],
  ['operation-types.ts', operationTypesModule(contract)],
  ['problems.ts', problemsModule(contract)],
  ['classed-names.ts', classedNamesModule(contract)],
  ['events.ts', eventsModule(contract)],
  ['gateway.json', literal(gatewayBody(contract))],
  ['responses.js', responsesModule(contract)],
  ['responses.d.ts', responsesDeclarations],
  ['rate-book.ts', await typesModule(rateBook)],
  ['triage-rules.ts', await typesModule(triageRules)],
  ['driving-book.ts', await typesModule(drivingBook)],
  ['driving-rules.ts', await typesModule(drivingRules)],
  ['validators/validators.ts', validatorTypes],
  ['masks/masks.ts', maskTypes],
  ...roomsOf(contract).flatMap((room): [string, string][] => [
    [`operations/${room}.ts`, roomOperationsModule(contract, room)],
    [`masks/${room}.ts`, masksModule(contract, room, FORMATS)],
    ...validatorModules(contract, room, UNPACK).map(([file, text]): [string, string] => [
      `validators/${file}`,
      text,
    ]),
  ]),
  ...aloneModules(contract).map(([file, text]): [string, string] => [`validators/${file}`, text]),
]);

// Nothing is touched before all is made: a contract with a fault leaves the last good state.
for (const [name, text] of files) {
  mkdirSync(join(OUTPUT, dirname(name)), { recursive: true });
  writeFileSync(join(OUTPUT, name), text);
}
for (const entry of readdirSync(OUTPUT, { recursive: true, withFileTypes: true })) {
  const name = join(entry.parentPath, entry.name);
  if (entry.isFile() && !files.has(name.slice(OUTPUT.length + 1))) rmSync(name);
}
