import { loadAssembly, type TemplateResource } from '../../infra/local/template/assembly.ts';
import { CDK_OUT } from './api.ts';

/** A resource as the synthesized template has it. */
export interface Deployed {
  logicalId: string;
  type: string;
  // biome-ignore lint/suspicious/noExplicitAny: each type has properties of its own.
  properties: any;
}

/** Every resource of the synthesized app, which is what is executed here and deployed elsewhere; or those of a type. */
export function deployed(type?: string): Deployed[] {
  const resources = loadAssembly(CDK_OUT).stacks.flatMap(({ template }) =>
    Object.entries(template.Resources ?? {}),
  );
  return resources.map(deployedOf).filter((resource) => type === undefined || resource.type === type);
}

function deployedOf([logicalId, resource]: [string, TemplateResource]): Deployed {
  return { logicalId, type: resource.Type, properties: resource.Properties ?? {} };
}

/** The name that the stack gives a resource, without the hash at its end. */
export function nameOf({ logicalId }: Pick<Deployed, 'logicalId'>): string {
  return logicalId.replace(/[0-9A-F]{8}$/, '');
}

/** Every action that a statement of a policy names. */
export function actionsOf({ Action: actions = [] }: { Action?: string | string[] }): string[] {
  return [actions].flat();
}
