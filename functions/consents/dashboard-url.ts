import type { Call } from '../middleware/call.ts';

/** Where customers decide on consents. The deployment says so: that it does not is a fault of it, so it throws. */
export function dashboardOf({ stageVariables }: Pick<Call, 'stageVariables'>): string {
  const { dashboardUrl } = stageVariables;
  if (!dashboardUrl) throw new Error('the stage variable dashboardUrl is not set');
  return dashboardUrl;
}
