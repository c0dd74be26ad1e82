import type { CloudFormationCustomResourceEvent, CloudFormationCustomResourceResponse } from 'aws-lambda';
import { describeError, log } from '../platform/log.ts';
import { parsePartner } from './partner.ts';
import { removePartner, savePartner } from './registry.ts';

/**
 * Keeps the registry as the deployment declares it: a CloudFormation custom resource for each partner, so that a
 * partner is reviewed, deployed and rolled back like everything else.
 */
export async function handler(event: CloudFormationCustomResourceEvent): Promise<void> {
  try {
    await apply(event);
    await respond(event, 'SUCCESS');
    log.info('partner', { requestType: event.RequestType, clientId: event.ResourceProperties.clientId });
  } catch (error) {
    log.error('partner', { requestType: event.RequestType, ...describeError(error) });
    await respond(event, 'FAILED', error instanceof Error ? error.message : 'unknown');
  }
}

async function apply(event: CloudFormationCustomResourceEvent): Promise<void> {
  // CloudFormation deletes by physical id; after a replacement the properties may be another's already.
  if (event.RequestType === 'Delete') return removePartner(event.PhysicalResourceId);
  await savePartner(parsePartner(event.ResourceProperties));
}

async function respond(
  event: CloudFormationCustomResourceEvent,
  status: CloudFormationCustomResourceResponse['Status'],
  reason = '',
): Promise<void> {
  const body: CloudFormationCustomResourceResponse = {
    Status: status,
    Reason: reason,
    StackId: event.StackId,
    RequestId: event.RequestId,
    LogicalResourceId: event.LogicalResourceId,
    // A changed client id is another resource: CloudFormation then deletes the former one by its id.
    PhysicalResourceId:
      event.RequestType === 'Delete' ? event.PhysicalResourceId : String(event.ResourceProperties.clientId),
  };
  const answer = await fetch(event.ResponseURL, { method: 'PUT', body: JSON.stringify(body) });
  if (!answer.ok) throw new Error(`CloudFormation refused the response: ${answer.status}`);
}
