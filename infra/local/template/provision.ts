import type { Catalogue, Physical, Runtime } from '../runtime.ts';
import type { Assembly, Stack, Template, TemplateResource } from './assembly.ts';
import { referencesIn, resolve, type Scope } from './intrinsics.ts';

/**
 * Makes every resource of an assembly exist, each after those that it refers to. Throws on a type that the
 * catalogue does not list: nothing of the template is passed over in silence.
 */
export async function provision(assembly: Assembly, catalogue: Catalogue, runtime: Runtime): Promise<void> {
  refuseUnknownTypes(assembly, catalogue);
  const exported = new Map<string, string>();
  for (const stack of assembly.stacks) {
    const made = new Map<string, Physical>();
    const scope = scopeOf(stack, made, exported, runtime);
    for (const [logicalId, resource] of inOrder(stack.template, scope)) {
      const { Type: type, Properties: properties = {} } = resource;
      try {
        const resolved = runtime.addresses.localise(resolve(properties, scope)) as Record<string, unknown>;
        const entry = catalogue[type];
        if (!entry) throw new Error('not in the catalogue');
        made.set(
          logicalId,
          await entry.provision({ stack: stack.name, logicalId, type, properties: resolved }, runtime),
        );
      } catch (error) {
        throw new Error(`${stack.name}/${logicalId} (${type}) could not be made`, { cause: error });
      }
    }
    collectExports(stack.template, scope, exported);
  }
}

function refuseUnknownTypes(assembly: Assembly, catalogue: Catalogue): void {
  const types = assembly.stacks.flatMap(({ template }) =>
    Object.values(template.Resources ?? {}).map((r) => r.Type),
  );
  const unknown = [...new Set(types)].filter((type) => !Object.hasOwn(catalogue, type));
  if (unknown.length > 0) throw new Error(`the local runtime does not know ${unknown.join(', ')}`);
}

function scopeOf(
  { name, template }: Stack,
  made: Map<string, Physical>,
  exported: Map<string, string>,
  { region, account }: Runtime,
): Scope {
  return {
    template,
    pseudo: {
      'AWS::Region': region,
      'AWS::AccountId': account,
      'AWS::Partition': 'aws',
      'AWS::URLSuffix': 'amazonaws.com',
      'AWS::StackName': name,
      'AWS::StackId': `arn:aws:cloudformation:${region}:${account}:stack/${name}/local`,
    },
    ref: (logicalId) => made.get(logicalId)?.ref,
    attribute: (logicalId, attribute) => made.get(logicalId)?.attributes[attribute],
    importValue: (exportName) => exported.get(exportName),
  };
}

/** The resources that this deployment has, dependencies first. */
function inOrder(template: Template, scope: Scope): [string, TemplateResource][] {
  const resources = template.Resources ?? {};
  const order = new Map<string, TemplateResource>();
  const visit = (id: string, path: readonly string[]): void => {
    const resource = resources[id];
    if (!resource || order.has(id)) return;
    if (path.includes(id)) throw new Error(`circular dependency: ${[...path, id].join(' -> ')}`);
    if (resource.Condition && resolve({ Condition: resource.Condition }, scope) !== true) return;
    const dependencies = [...referencesIn(resource.Properties), ...[resource.DependsOn ?? []].flat()];
    for (const dependency of dependencies) visit(dependency, [...path, id]);
    order.set(id, resource);
  };
  for (const id of Object.keys(resources)) visit(id, []);
  return [...order];
}

function collectExports(template: Template, scope: Scope, exported: Map<string, string>): void {
  for (const { Value: value, Export: exportAs } of Object.values(template.Outputs ?? {})) {
    if (exportAs) exported.set(String(resolve(exportAs.Name, scope)), String(resolve(value, scope)));
  }
}
