import type { App } from 'aws-cdk-lib';
import { bundleFunctions } from '../constructs/bundles.ts';
import { ApiStack } from './api.ts';
import { DataStack } from './data.ts';
import { EventsStack } from './events.ts';
import { ObservabilityStack } from './observability.ts';
import { readSettings } from './settings.ts';

/** The stacks of the partner API, for one stage. */
export function partnerApi(app: App): void {
  const settings = readSettings(app.node);
  bundleFunctions(app);
  const data = new DataStack(app, settings);
  const events = new EventsStack(app, settings, data);
  const api = new ApiStack(app, settings, data);
  new ObservabilityStack(app, settings, data, events, api);
}
