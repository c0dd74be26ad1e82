import { cpSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { loadAssembly, type TemplateResource } from '../../infra/local/template/assembly.ts';
import { CDK_OUT } from './api.ts';
import { temporaryDirectory } from './directories.ts';

/** Changes a resource in place; whether it stays in its template. */
export type Alteration = (resource: TemplateResource, logicalId: string) => boolean;

/** A copy of the synthesized app, whose resources differ as is said; answers where. */
export function alteredAssembly(alter: Alteration = () => true): string {
  const directory = temporaryDirectory();
  cpSync(CDK_OUT, directory, { recursive: true });
  for (const { name, template } of loadAssembly(directory).stacks) {
    const resources = Object.entries(template.Resources ?? {});
    template.Resources = Object.fromEntries(resources.filter(([id, resource]) => alter(resource, id)));
    writeFileSync(join(directory, `${name}.template.json`), JSON.stringify(template));
  }
  return directory;
}

/** Where the code of a function lies, which is named as the stack names it, e.g. `quotes`. */
export function codeOf(assembly: string, functionName: string): string {
  const { stacks, assetDirectory } = loadAssembly(assembly);
  const logicalId = new RegExp(`^${functionName}Function[0-9A-F]{8}$`);
  const resources = stacks.flatMap(({ template }) => Object.entries(template.Resources ?? {}));
  const [, resource] = resources.find(([id]) => logicalId.test(id)) ?? [];
  const code = resource?.Properties?.Code as { S3Key: string } | undefined;
  if (!code) throw new Error(`there is no function ${functionName}`);
  return assetDirectory(code.S3Key);
}

/** Functions that know the products, as the stack names them. */
const KNOW_PRODUCTS = ['quotes', 'policies', 'renewals', 'claims', 'devices', 'papers', 'rights'];

/** Changes rules of a product, for every function that knows it. */
export function alterProduct(assembly: string, product: string, instead: object): void {
  for (const name of KNOW_PRODUCTS) {
    const file = join(codeOf(assembly, name), 'products', `${product}.json`);
    writeFileSync(file, JSON.stringify({ ...JSON.parse(readFileSync(file, 'utf8')), ...instead }));
  }
}

/** Functions that know how driving is judged, as the stack names them. */
const KNOW_DRIVING = ['telemetry', 'tripcompletion'];

/** Changes a part of how driving is judged, for the functions that make trips. */
export function alterDrivingRules(assembly: string, part: string, instead: object): void {
  for (const name of KNOW_DRIVING) {
    const folder = join(codeOf(assembly, name), 'rules');
    for (const file of readdirSync(folder).map((each) => join(folder, each))) {
      const rules = JSON.parse(readFileSync(file, 'utf8'));
      writeFileSync(file, JSON.stringify({ ...rules, [part]: { ...rules[part], ...instead } }));
    }
  }
}

/** Takes one action on one resource from a role; role and resource by parts of their logical ids. */
export function without(role: string, action: string, resource: string): Alteration {
  return ({ Type: type, Properties: properties }, logicalId) => {
    if (type !== 'AWS::IAM::Policy' || !logicalId.startsWith(role)) return true;
    const document = properties?.PolicyDocument as { Statement: Statement[] };
    const held = document.Statement;
    document.Statement = held.flatMap((statement) => {
      if (!JSON.stringify(statement.Resource).includes(resource)) return [statement];
      const actions = [statement.Action].flat().filter((one) => one !== action);
      return actions.length === 0 ? [] : [{ ...statement, Action: actions }];
    });
    if (JSON.stringify(held) === JSON.stringify(document.Statement))
      throw new Error(`${role} lacks ${action}`);
    return true;
  };
}

interface Statement {
  Action: string | string[];
  Resource: unknown;
}
