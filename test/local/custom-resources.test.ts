import { join } from 'node:path';
import { afterEach, expect, test } from 'vitest';
import { EdgeServer } from '../../infra/local/gateway/server.ts';
import { CUSTOM_RESOURCES_PATH, CustomResources } from '../../infra/local/lambda/custom-resources.ts';
import { LambdaHost } from '../../infra/local/lambda/host.ts';
import { asset, temporaryDirectory } from '../support/directories.ts';

/** Answers by PUT as it is told to by its properties, and writes what it was asked for to its log. */
const HANDLER = `export const handler = async (event) => {
  const { ResourceProperties: { behaviour, name }, ...rest } = event;
  console.log(JSON.stringify({ ...rest, name }));
  if (behaviour === 'throw') throw new Error('no registry');
  if (behaviour === 'silent') return;
  const Status = behaviour === 'refuse' ? 'FAILED' : 'SUCCESS';
  const body = JSON.stringify({ Status, Reason: 'not wanted', PhysicalResourceId: 'row-' + name, Data: { Name: name } });
  await fetch(event.ResponseURL, { method: 'PUT', body });
};`;

const ARN = 'arn:aws:lambda:eu-central-1:000000000000:function:registrar';
const closing: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const close of closing.splice(0)) await close();
});

async function start(directory: string) {
  const asked: Record<string, unknown>[] = [];
  const host = new LambdaHost();
  host.define({
    name: 'registrar',
    arn: ARN,
    directory: asset(HANDLER),
    handler: 'index.handler',
    environment: {},
    timeoutSeconds: 5,
    memoryMb: 128,
    logs: (line) => line.includes('RequestType') && asked.push(JSON.parse(line)),
  });
  const server = new EdgeServer();
  const port = await server.listen(0);
  const origin = `http://localhost:${port}`;
  const resources = new CustomResources(join(directory, 'made.json'), origin, (arn, event) =>
    host.invoke(arn, event),
  );
  server.mount(CUSTOM_RESOURCES_PATH, (request, response) => resources.serve(request, response));
  closing.push(async () => {
    await server.close();
    await host.close();
  });
  return { resources, asked };
}

const row = (logicalId: string, properties: object) => ({
  stack: 'api',
  logicalId,
  type: 'Custom::Partner',
  properties: { ServiceToken: ARN, ...properties },
});

test('is made by its function, which answers by PUT', async () => {
  const { resources, asked } = await start(temporaryDirectory());
  const made = await resources.apply(row('Broker', { name: 'broker' }));
  expect(made).toEqual({ physicalId: 'row-broker', data: { Name: 'broker' } });
  expect(asked).toEqual([
    expect.objectContaining({
      RequestType: 'Create',
      ResourceType: 'Custom::Partner',
      LogicalResourceId: 'Broker',
      StackId: expect.stringContaining('stack/api/'),
      RequestId: expect.any(String),
    }),
  ]);
});

test('is updated at a later start, replaced under another id, and deleted when it is gone', async () => {
  const directory = temporaryDirectory();
  const first = await start(directory);
  await first.resources.apply(row('Broker', { name: 'broker' }));
  await first.resources.apply(row('Reader', { name: 'reader' }));
  const second = await start(directory);
  await second.resources.apply(row('Broker', { name: 'agent' }));
  await second.resources.deleteMissing();
  expect(second.asked).toEqual([
    expect.objectContaining({ RequestType: 'Update', PhysicalResourceId: 'row-broker', name: 'agent' }),
    expect.objectContaining({ RequestType: 'Delete', PhysicalResourceId: 'row-broker', name: 'broker' }),
    expect.objectContaining({ RequestType: 'Delete', PhysicalResourceId: 'row-reader', name: 'reader' }),
  ]);
  const third = await start(directory);
  await third.resources.deleteMissing();
  expect(third.asked).toEqual([expect.objectContaining({ PhysicalResourceId: 'row-agent' })]);
});

test.each([
  ['throw', 'no registry'],
  ['refuse', 'not wanted'],
  ['silent', 'did not answer within 1 seconds'],
])('fails when its function does: %s', async (behaviour, reason) => {
  const { resources } = await start(temporaryDirectory());
  const resource = row('Broker', { name: 'broker', behaviour, ServiceTimeout: '1' });
  await expect(resources.apply(resource)).rejects.toThrow(reason);
});

test('fails when its service token is no function', async () => {
  const { resources } = await start(temporaryDirectory());
  const topic = { ...row('Broker', {}), properties: { ServiceToken: 'arn:aws:sns:eu-central-1:0:topic' } };
  await expect(resources.apply(topic)).rejects.toThrow('not a function');
});
