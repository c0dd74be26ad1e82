import { describe, expect, it } from 'vitest';
import { actionsOf, type Deployed, deployed, nameOf } from '../../support/deployed.ts';
import { tried } from '../../support/evidence.ts';

interface Statement {
  Effect: 'Allow' | 'Deny';
  Action: string | string[];
  Principal?: unknown;
  Resource?: unknown;
  Condition?: Record<string, Record<string, unknown>>;
}

const statementsOf = ({ properties }: Deployed): Statement[] =>
  (properties.PolicyDocument ?? properties.KeyPolicy ?? { Statement: [] }).Statement;

/** What says that what lies there is encrypted, by type of what keeps data: another type that does has to be added here. */
const ENCRYPTED: Readonly<Record<string, (properties: Deployed['properties']) => boolean>> = {
  'AWS::DynamoDB::Table': ({ SSESpecification: sse }) => sse?.SSEEnabled === true && sse.SSEType === 'KMS',
  'AWS::Logs::LogGroup': ({ KmsKeyId: key }) => key !== undefined,
  'AWS::S3::Bucket': ({ BucketEncryption: encryption }) => JSON.stringify(encryption).includes('aws:kms'),
  'AWS::SQS::Queue': ({ SqsManagedSseEnabled: managed }) => managed === true,
  'AWS::SNS::Topic': ({ KmsMasterKeyId: key }) => key !== undefined,
  'AWS::SecretsManager::Secret': ({ KmsKeyId: key }) => key !== undefined,
};

/** Types that keep nothing that was said to them, or that AWS keeps encrypted without being told. */
const KEEP_NOTHING =
  /^(AWS::(ApiGateway|CloudWatch|Cognito|IAM|KMS|Lambda|WAFv2)::|AWS::Events::Rule$|AWS::(S3::Bucket|SQS::Queue|SNS::Topic)Policy$|Custom::Partner$)/;

/** What AWS keeps encrypted of itself, and CloudFormation lets nobody say with a key that is ours. */
const BY_ITSELF = ['AWS::Events::EventBus', 'AWS::Events::Archive'];

/** Whether a statement refuses everything that comes unencrypted. */
const refusesPlain = ({ Effect: effect, Condition: condition }: Statement) =>
  effect === 'Deny' && condition?.Bool?.['aws:SecureTransport'] === 'false';

const isAnybody = (principal: unknown) => principal === '*' || (principal as { AWS?: unknown })?.AWS === '*';

describe('API8:2023 security misconfiguration, in the template:', () => {
  it('what keeps data keeps it encrypted', ({ task }) => {
    const all = deployed();
    const unknown = all.filter(
      ({ type }) => !(type in ENCRYPTED) && !KEEP_NOTHING.test(type) && !BY_ITSELF.includes(type),
    );
    expect([...new Set(unknown.map(({ type }) => type))]).toEqual([]);
    const keeping = all.filter(({ type }) => type in ENCRYPTED);
    const plain = keeping.filter(({ type, properties }) => !ENCRYPTED[type]?.(properties));
    expect(plain.map(nameOf)).toEqual([]);
    tried(task, 'resources that keep data', keeping.length);
  });

  it('what can be reached by its address refuses what comes unencrypted', ({ task }) => {
    const policies = ['AWS::S3::BucketPolicy', 'AWS::SQS::QueuePolicy', 'AWS::SNS::TopicPolicy'].flatMap(
      (type) => deployed(type),
    );
    const open = policies.filter((policy) => !statementsOf(policy).some(refusesPlain));
    expect(open.map(nameOf)).toEqual([]);
    const reached = ['AWS::S3::Bucket', 'AWS::SQS::Queue', 'AWS::SNS::Topic'].flatMap((type) =>
      deployed(type),
    );
    const guarded = JSON.stringify(policies);
    expect(reached.filter(({ logicalId }) => !guarded.includes(`"${logicalId}"`)).map(nameOf)).toEqual([]);
    tried(task, 'policies of what has an address', policies.length);
  });

  it('no address of anything is one without TLS', ({ task }) => {
    // A partner of the local stage comes back to this machine; elsewhere such an address is refused.
    const addressed = deployed().filter(({ type }) => !/^(Custom::Partner|AWS::Cognito::)/.test(type));
    const plain = addressed.filter(({ properties }) => /"http:\/\//.test(JSON.stringify(properties)));
    expect(plain.map(nameOf)).toEqual([]);
    tried(task, 'resources whose addresses were looked at', addressed.length);
  });

  it('nothing is open to anybody: who is let in is named, or comes by a service of ours alone', ({
    task,
  }) => {
    const statements = deployed().flatMap((resource) =>
      statementsOf(resource).map((statement) => ({ name: nameOf(resource), statement })),
    );
    const open = statements.filter(
      ({ statement: { Effect: effect, Principal: principal, Condition: condition } }) =>
        effect === 'Allow' && isAnybody(principal) && !condition?.StringEquals?.['kms:CallerAccount'],
    );
    expect(open.map(({ name }) => name)).toEqual([]);
    for (const { properties } of deployed('AWS::S3::Bucket')) {
      expect(Object.values(properties.PublicAccessBlockConfiguration)).toEqual([true, true, true, true]);
      expect(properties.OwnershipControls.Rules).toEqual([{ ObjectOwnership: 'BucketOwnerEnforced' }]);
      expect(properties).not.toHaveProperty('WebsiteConfiguration');
      expect(properties).not.toHaveProperty('AccessControl');
    }
    tried(task, 'statements of policies', statements.length);
  });

  it('no role may do anything to everything, take on another role, or change what roles may', ({ task }) => {
    const policies = ['AWS::IAM::Policy', 'AWS::IAM::ManagedPolicy'].flatMap((type) => deployed(type));
    const allowed = policies.flatMap((policy) =>
      statementsOf(policy).map((statement) => ({ name: nameOf(policy), statement })),
    );
    const wide = allowed.filter(({ name, statement }) => {
      const actions = actionsOf(statement);
      // What only lists names cannot be allowed of less than all.
      const lists = actions.every((action) => /:List\w+$/.test(action));
      const all = actions.some((action) => action.includes('*')) || (statement.Resource === '*' && !lists);
      // API Gateway insists on the actions that its role writes logs with, on every group.
      return (
        (all && !name.startsWith('GatewayLogRole')) || actions.some((action) => /^(iam|sts):/.test(action))
      );
    });
    expect(wide.map(({ name, statement }) => [name, statement.Action])).toEqual([]);
    tried(task, 'statements of roles', allowed.length);
  });

  it('no browser is let read across origins', ({ task }) => {
    const all = JSON.stringify(deployed());
    expect(all).not.toMatch(/Access-Control-|CorsConfiguration|AllowedOrigins/i);
    const gateway = JSON.stringify(deployed('AWS::ApiGateway::RestApi'));
    expect(gateway).not.toMatch(/"options":/i);
    tried(task, 'resources without a word of other origins', deployed().length);
  });

  it('nobody makes a login of their own, guesses one for long, or gets a token by the address', ({
    task,
  }) => {
    const [pool] = deployed('AWS::Cognito::UserPool');
    expect(pool?.properties).toMatchObject({
      AdminCreateUserConfig: { AllowAdminCreateUserOnly: true },
      MfaConfiguration: 'ON',
      UserPoolAddOns: { AdvancedSecurityMode: 'ENFORCED' },
      Policies: { PasswordPolicy: { RequireUppercase: true, RequireNumbers: true } },
    });
    expect(pool?.properties.Policies.PasswordPolicy.MinimumLength).toBeGreaterThanOrEqual(12);
    const clients = deployed('AWS::Cognito::UserPoolClient');
    for (const { properties, logicalId } of clients) {
      expect(properties.AllowedOAuthFlows, logicalId).not.toContain('implicit');
      expect(properties.ExplicitAuthFlows ?? [], logicalId).not.toContain('ALLOW_USER_PASSWORD_AUTH');
      expect(properties.PreventUserExistenceErrors, logicalId).toBe('ENABLED');
    }
    tried(task, 'clients of the issuer', clients.length);
  });

  it('logs keep no bodies, and are kept for a while, not for ever', ({ task }) => {
    const [stage] = deployed('AWS::ApiGateway::Stage');
    expect(stage?.properties.MethodSettings).toEqual([
      expect.objectContaining({ DataTraceEnabled: false, HttpMethod: '*', ResourcePath: '/*' }),
    ]);
    const groups = deployed('AWS::Logs::LogGroup');
    const forEver = groups.filter(({ properties }) => !(properties.RetentionInDays > 0));
    expect(forEver.map(nameOf)).toEqual([]);
    tried(task, 'groups of logs', groups.length);
  });
});
