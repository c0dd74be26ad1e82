import { apiGatewayCatalogue } from './catalogue/apigateway.ts';
import { cognitoCatalogue } from './catalogue/cognito.ts';
import { customCatalogue } from './catalogue/custom.ts';
import { dynamoDbCatalogue } from './catalogue/dynamodb.ts';
import { eventSourcesCatalogue } from './catalogue/event-sources.ts';
import { eventsCatalogue } from './catalogue/events.ts';
import { iamCatalogue } from './catalogue/iam.ts';
import { inertCatalogue } from './catalogue/inert.ts';
import { kmsCatalogue } from './catalogue/kms.ts';
import { lambdaCatalogue } from './catalogue/lambda.ts';
import { s3Catalogue } from './catalogue/s3.ts';
import { secretsManagerCatalogue } from './catalogue/secretsmanager.ts';
import { sqsCatalogue } from './catalogue/sqs.ts';
import type { Catalogue } from './runtime.ts';

/** Every type of resource that a template may have. One that is not here stops the start. */
export const catalogue: Catalogue = {
  ...apiGatewayCatalogue,
  ...cognitoCatalogue,
  ...customCatalogue,
  ...dynamoDbCatalogue,
  ...eventSourcesCatalogue,
  ...eventsCatalogue,
  ...iamCatalogue,
  ...inertCatalogue,
  ...kmsCatalogue,
  ...lambdaCatalogue,
  ...s3Catalogue,
  ...secretsManagerCatalogue,
  ...sqsCatalogue,
};
