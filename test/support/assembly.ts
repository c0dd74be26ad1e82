import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Template } from '../../infra/local/template/assembly.ts';
import { temporaryDirectory } from './directories.ts';

/** A stack of a synthesized app: what it depends on, its template, and its assets' paths by their S3 keys. */
export interface StackFixture {
  dependencies?: string[];
  template: Template;
  assets?: Record<string, string>;
}

/** Writes a folder such as CDK's cdk.out; answers where. */
export function writeAssembly(stacks: Record<string, StackFixture>): string {
  const directory = temporaryDirectory();
  const write = (file: string, content: object) =>
    writeFileSync(join(directory, file), JSON.stringify(content));
  const artifacts = Object.entries(stacks).flatMap(([name, { dependencies = [], template, assets = {} }]) => {
    write(`${name}.template.json`, template);
    const files = Object.entries(assets).map(([objectKey, path]) => [
      objectKey,
      { source: { path, packaging: 'zip' }, destinations: { here: { objectKey } } },
    ]);
    write(`${name}.assets.json`, { files: Object.fromEntries(files) });
    const stack = {
      type: 'aws:cloudformation:stack',
      dependencies: [...dependencies, `${name}.assets`],
      properties: { templateFile: `${name}.template.json` },
    };
    const manifest = { type: 'cdk:asset-manifest', properties: { file: `${name}.assets.json` } };
    return [
      [name, stack],
      [`${name}.assets`, manifest],
    ] as const;
  });
  write('manifest.json', { artifacts: Object.fromEntries(artifacts) });
  return directory;
}
