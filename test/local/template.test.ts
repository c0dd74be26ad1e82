// biome-ignore-all lint/suspicious/noTemplateCurlyInString: the placeholders of Fn::Sub look like this.
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { Addresses } from '../../infra/local/addresses.ts';
import type { Catalogue, ResolvedResource, Runtime } from '../../infra/local/runtime.ts';
import { loadAssembly, type Template } from '../../infra/local/template/assembly.ts';
import { provision } from '../../infra/local/template/provision.ts';
import { type StackFixture, writeAssembly } from '../support/assembly.ts';

const addresses = new Addresses();
addresses.add('https://ref-Other.execute-api.eu-central-1.amazonaws.com', 'http://localhost:3000');
const runtime = { addresses, region: 'eu-central-1', account: '000000000000' } as Runtime;

/** Makes an app exist whose resources are all of the type `Test::Thing`; answers them in the order of their making. */
async function made(stacks: Record<string, StackFixture>): Promise<ResolvedResource[]> {
  const order: ResolvedResource[] = [];
  const catalogue: Catalogue = {
    'Test::Thing': {
      treatment: 'executed',
      reason: 'for the test',
      provision(resource) {
        if (resource.properties.fails) throw new Error('as it was told');
        order.push(resource);
        return {
          ref: `ref-${resource.logicalId}`,
          attributes: { Arn: `arn-${resource.logicalId}`, 'A.B': 'ab' },
        };
      },
    },
  };
  await provision(loadAssembly(writeAssembly(stacks)), catalogue, runtime);
  return order;
}

const thing = (Properties: Record<string, unknown> = {}, more: object = {}) => ({
  Type: 'Test::Thing',
  Properties,
  ...more,
});

/** What a value of a template comes to; `Other` is another resource of it. */
async function resolved(value: unknown, template: Template = {}): Promise<unknown> {
  const Resources = { It: thing({ value }), Other: thing() };
  const [it] = (await made({ stack: { template: { ...template, Resources } } })).filter(
    ({ logicalId }) => logicalId === 'It',
  );
  return it?.properties.value;
}

const CONDITIONS: Template = {
  Parameters: { Stage: { Default: 'dev' }, None: {} },
  Conditions: {
    Yes: { 'Fn::Equals': [{ Ref: 'Stage' }, 'dev'] },
    No: { 'Fn::Not': [{ Condition: 'Yes' }] },
    Both: { 'Fn::And': [{ Condition: 'Yes' }, { Condition: 'No' }] },
    Either: { 'Fn::Or': [{ Condition: 'Yes' }, { Condition: 'No' }] },
  },
  Mappings: { Sizes: { dev: { memory: 512 } } },
};
const when = (condition: string) => ({ 'Fn::If': [condition, 'yes', 'no'] });

describe('an intrinsic function', () => {
  test.each([
    ['Ref of a resource', { Ref: 'Other' }, 'ref-Other'],
    ['Ref of a parameter', { Ref: 'Stage' }, 'dev'],
    ['Ref of the region', { Ref: 'AWS::Region' }, 'eu-central-1'],
    ['Ref of the account', { Ref: 'AWS::AccountId' }, '000000000000'],
    ['Ref of the partition', { Ref: 'AWS::Partition' }, 'aws'],
    ['Ref of the suffix', { Ref: 'AWS::URLSuffix' }, 'amazonaws.com'],
    ['Ref of the stack', { Ref: 'AWS::StackName' }, 'stack'],
    ['Fn::GetAtt as a list', { 'Fn::GetAtt': ['Other', 'Arn'] }, 'arn-Other'],
    ['Fn::GetAtt as a text', { 'Fn::GetAtt': 'Other.Arn' }, 'arn-Other'],
    ['Fn::GetAtt of a dotted name', { 'Fn::GetAtt': ['Other', 'A.B'] }, 'ab'],
    ['Fn::Join', { 'Fn::Join': ['/', ['a', { Ref: 'Other' }, 1]] }, 'a/ref-Other/1'],
    ['Fn::Join of a list that is computed', { 'Fn::Join': ['', { 'Fn::Split': ['-', 'a-b'] }] }, 'ab'],
    [
      'Fn::Sub',
      { 'Fn::Sub': '${AWS::Region}/${Other}/${Other.Arn}/${!Other}' },
      'eu-central-1/ref-Other/arn-Other/${Other}',
    ],
    ['Fn::Sub with values', { 'Fn::Sub': ['${x}-${Other}', { x: { Ref: 'Stage' } }] }, 'dev-ref-Other'],
    ['Fn::Select', { 'Fn::Select': ['1', ['a', { Ref: 'Other' }]] }, 'ref-Other'],
    ['Fn::Split', { 'Fn::Split': [',', 'a,b'] }, ['a', 'b']],
    ['Fn::FindInMap', { 'Fn::FindInMap': ['Sizes', { Ref: 'Stage' }, 'memory'] }, 512],
    ['Fn::Base64', { 'Fn::Base64': { Ref: 'Stage' } }, 'ZGV2'],
    ['Fn::If and Fn::Equals', when('Yes'), 'yes'],
    ['Fn::Not', when('No'), 'no'],
    ['Fn::And', when('Both'), 'no'],
    ['Fn::Or', when('Either'), 'yes'],
    ['AWS::NoValue of a property', { a: { Ref: 'AWS::NoValue' }, b: 1 }, { b: 1 }],
    ['AWS::NoValue in a list', [1, { 'Fn::If': ['No', 2, { Ref: 'AWS::NoValue' }] }], [1]],
    [
      'none at all',
      { Ref: 'Other', more: [true, null, 'text'] },
      { Ref: 'Other', more: [true, null, 'text'] },
    ],
  ])('%s', async (_, value, expected) => {
    expect(await resolved(value, CONDITIONS)).toEqual(expected);
  });

  test.each([
    ['of an unknown name', { 'Fn::Cidr': [] }, 'unknown intrinsic function Fn::Cidr'],
    ['Ref of nothing', { Ref: 'Nobody' }, 'Ref names nothing: Nobody'],
    ['Ref of a parameter without a value', { Ref: 'None' }, 'Ref names nothing: None'],
    ['Fn::GetAtt of an unknown attribute', { 'Fn::GetAtt': ['Other', 'Url'] }, 'Other.Url'],
    ['Fn::Sub of nothing', { 'Fn::Sub': '${Nobody}' }, 'Nobody'],
    ['Fn::Select beyond the end', { 'Fn::Select': [2, ['a']] }, 'Fn::Select finds nothing at 2'],
    ['Fn::FindInMap of nothing', { 'Fn::FindInMap': ['Sizes', 'dev', 'x'] }, 'Sizes.dev.x'],
    ['Fn::ImportValue of nothing', { 'Fn::ImportValue': 'none' }, 'nothing is exported as none'],
    ['Fn::If on an unknown condition', when('Maybe'), 'no condition Maybe'],
    ['Fn::Join without a list', { 'Fn::Join': 'x' }, 'needs a list'],
  ])('%s stops the start', async (_, value, message) => {
    await expect(resolved(value, CONDITIONS)).rejects.toMatchObject({
      message: 'stack/It (Test::Thing) could not be made',
      cause: { message: expect.stringContaining(message) },
    });
  });
});

test('an address of AWS that a value comes to is this machine’s', async () => {
  const url = 'https://${Other}.execute-api.${AWS::Region}.${AWS::URLSuffix}/v1';
  expect(await resolved({ 'Fn::Sub': url })).toBe('http://localhost:3000/v1');
});

describe('resources', () => {
  const orderOf = async (stacks: Record<string, StackFixture>) =>
    (await made(stacks)).map(({ stack, logicalId }) => `${stack}/${logicalId}`);

  test('are made after all that they refer to or depend on', async () => {
    const Resources = {
      A: thing({ deep: [{ 'Fn::Join': ['', [{ 'Fn::GetAtt': ['B', 'Arn'] }]] }] }),
      B: thing({}, { DependsOn: 'C' }),
      C: thing({ text: { 'Fn::Sub': ['${x}', { x: { Ref: 'D' } }] } }, { DependsOn: ['E'] }),
      D: thing(),
      E: thing({ text: { 'Fn::Sub': 'of ${D.Arn}' } }),
    };
    expect(await orderOf({ s: { template: { Resources } } })).toEqual(['s/D', 's/E', 's/C', 's/B', 's/A']);
  });

  test('get what other stacks export, which are made before', async () => {
    const exporting: StackFixture = {
      template: {
        Resources: { Table: thing() },
        Outputs: {
          Bare: { Value: 'not exported' },
          Name: { Value: { Ref: 'Table' }, Export: { Name: { 'Fn::Sub': '${AWS::StackName}:Name' } } },
        },
      },
    };
    const importing: StackFixture = {
      dependencies: ['data'],
      template: { Resources: { Reader: thing({ table: { 'Fn::ImportValue': 'data:Name' } }) } },
    };
    const [, reader] = await made({ api: importing, data: exporting });
    expect(reader).toMatchObject({ stack: 'api', properties: { table: 'ref-Table' } });
  });

  test('are left out where their condition does not hold', async () => {
    const Resources = { A: thing({}, { Condition: 'Yes' }), B: thing({}, { Condition: 'No' }) };
    expect(await orderOf({ s: { template: { ...CONDITIONS, Resources } } })).toEqual(['s/A']);
  });

  test('that need each other stop the start', async () => {
    const Resources = { A: thing({ b: { Ref: 'B' } }), B: thing({}, { DependsOn: 'A' }) };
    await expect(made({ s: { template: { Resources } } })).rejects.toThrow(
      'circular dependency: A -> B -> A',
    );
  });

  test('of a type that nobody lists stop the start before anything is made', async () => {
    const Resources = { A: thing({ fails: true }), B: { Type: 'AWS::EC2::Instance' } };
    await expect(made({ s: { template: { Resources } } })).rejects.toThrow(
      'the local runtime does not know AWS::EC2::Instance',
    );
  });

  test('that cannot be made stop the start, with their name', async () => {
    await expect(
      made({ s: { template: { Resources: { A: thing({ fails: true }) } } } }),
    ).rejects.toMatchObject({
      message: 's/A (Test::Thing) could not be made',
      cause: { message: 'as it was told' },
    });
  });
});

describe('an assembly', () => {
  test('knows where its assets are', () => {
    const directory = writeAssembly({ s: { template: {}, assets: { 'abc.zip': 'asset.abc' } } });
    const { assetDirectory } = loadAssembly(directory);
    expect(assetDirectory('abc.zip')).toBe(join(directory, 'asset.abc'));
    expect(() => assetDirectory('none.zip')).toThrow('no asset');
  });
});
