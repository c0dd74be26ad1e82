import { cpSync, existsSync, writeFileSync } from 'node:fs';
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

/** The folder of that name beside a function's code, e.g. the rate books that the function would travel with. */
export function folderBesideCode(assembly: string, folder: string): string {
  const { stacks, assetDirectory } = loadAssembly(assembly);
  const found = stacks
    .flatMap(({ template }) => Object.values(template.Resources ?? {}))
    .filter(({ Type: type }) => type === 'AWS::Lambda::Function')
    .map(({ Properties: { Code: code } = {} }) =>
      join(assetDirectory((code as { S3Key: string }).S3Key), folder),
    )
    .find((path) => existsSync(path));
  if (found === undefined) throw new Error(`no function has a folder ${folder}`);
  return found;
}
