import type { Catalogue, Physical, ResolvedResource, Runtime } from '../runtime.ts';

async function provisionCustom(resource: ResolvedResource, { customResources }: Runtime): Promise<Physical> {
  const { physicalId, data } = await customResources.apply(resource);
  const attributes = Object.entries(data).map(([name, value]) => [name, String(value)]);
  return { ref: physicalId, attributes: Object.fromEntries(attributes) };
}

/** Resources that a function of the template makes. */
export const customCatalogue: Catalogue = {
  'Custom::Partner': {
    treatment: 'executed',
    reason: 'its function is called and answers by PUT, as under CloudFormation',
    provision: provisionCustom,
  },
};
