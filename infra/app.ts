import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { App, Validations } from 'aws-cdk-lib';
import { partnerApi } from './stacks/partner-api.ts';

const root = join(import.meta.dirname, '..');
const cdk = JSON.parse(readFileSync(join(root, 'cdk.json'), 'utf8'));

// Runs under the CDK's command line and, in half the time, without it: node infra/app.ts -c key=value
const { values } = parseArgs({
  options: {
    context: { type: 'string', short: 'c', multiple: true, default: [] },
    // Leaves out the rule checks, which take longer than all the rest. No deployment can ask for this.
    draft: { type: 'boolean', default: false },
  },
});
const context = values.context.map((pair) => [pair.split('=', 1)[0], pair.slice(pair.indexOf('=') + 1)]);

const app = new App({
  outdir: process.env.CDK_OUTDIR ?? join(root, cdk.output),
  context: { ...cdk.context, ...Object.fromEntries(context) },
  builtinCloudFormationValidation: !values.draft,
  analyticsReporting: false,
});
if (!values.draft) {
  const { AwsSolutionsChecks } = await import('cdk-nag');
  Validations.of(app).addPlugins(new AwsSolutionsChecks(app));
}
partnerApi(app);
app.synth();
