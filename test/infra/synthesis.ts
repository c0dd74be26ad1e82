import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { App, type IPolicyValidationPlugin, Validations } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import { partnerApi } from '../../infra/stacks/partner-api.ts';

export const root = join(import.meta.dirname, '../..');

/** The partners file of the local stage. */
export const seed = `${root}/infra/local/partners.json`;

/** What an installation would say of an issuer of its own. */
export const foreign = {
  issuer: 'https://issuer.example',
  jwksUri: 'https://issuer.example/jwks',
  audience: 'partner-api',
  authorizationEndpoint: 'https://issuer.example/authorize',
  tokenEndpoint: 'https://issuer.example/token',
  dashboardClientId: 'dashboard',
};

/** The templates of one stage, by the name of the stack without the stage. */
export interface House {
  readonly data: Template;
  readonly events: Template;
  readonly api: Template;
  readonly observability: Template;
}

interface Resource {
  readonly Type: string;
  readonly Properties: Record<string, unknown>;
  readonly DeletionPolicy?: string;
}

/** Synthesizes with this context; `checks` makes CDK's validation and the given plugin part of it. */
export function synthesize(context: Record<string, unknown> = {}, checks?: IPolicyValidationPlugin): House {
  const cdk = JSON.parse(readFileSync(join(root, 'cdk.json'), 'utf8'));
  const outdir = mkdtempSync(join(tmpdir(), 'synthesis-'));
  try {
    const app = new App({
      outdir,
      context: { ...cdk.context, ...context },
      builtinCloudFormationValidation: checks !== undefined,
      analyticsReporting: false,
    });
    if (checks) Validations.of(app).addPlugins(checks);
    partnerApi(app);
    const assembly = app.synth();
    const stack = (name: string) =>
      Template.fromJSON(assembly.getStackByName(`${context.stage ?? 'dev'}-${name}`).template);
    return {
      data: stack('data'),
      events: stack('events'),
      api: stack('api'),
      observability: stack('observability'),
    };
  } finally {
    rmSync(outdir, { recursive: true });
  }
}

/** Every resource of a type in the house, by logical id; of every type where none is said. */
export function resources(house: House, type?: string): Map<string, Resource> {
  const all = Object.values(house).flatMap((template: Template) => {
    const { Resources: found } = template.toJSON() as { Resources: Record<string, Resource> };
    return Object.entries(found);
  });
  return new Map(all.filter(([, resource]) => type === undefined || resource.Type === type));
}

/** The properties of the house's one resource of a type. */
export function only(house: House, type: string): Record<string, unknown> {
  const [found, ...others] = resources(house, type).values();
  if (!found || others.length > 0) throw new Error(`the house should have one ${type}`);
  return found.Properties;
}
