import { mkdtempSync, readdirSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { App } from 'aws-cdk-lib';
import { afterAll, describe, expect, it } from 'vitest';
import {
  bundleDirectory,
  bundleFunctions,
  type FunctionId,
  functionIds,
} from '../../infra/constructs/bundles.ts';
import { resources, synthesize } from './synthesis.ts';

const dev = synthesize();
const functions = [...resources(dev, 'AWS::Lambda::Function').values()].map(({ Properties }) => Properties);

describe('functions', () => {
  it('are all that are bundled', () => {
    expect(functions).toHaveLength(functionIds.length);
  });

  it("run on the same runtime and architecture, with a time limit below the gateway's or the schedule's", () => {
    for (const properties of functions) {
      expect(properties).toMatchObject({
        Runtime: 'nodejs24.x',
        Architectures: ['arm64'],
        Handler: 'index.handler',
        Timeout: expect.any(Number),
      });
    }
  });

  it('have a share of concurrency of their own, so that none starves another', () => {
    const reserved = functions.map(({ ReservedConcurrentExecutions: share }) => Number(share));
    expect(reserved.every((share) => share > 0)).toBe(true);
    // An account starts with 1,000, of which 100 cannot be reserved.
    expect(reserved.reduce((total, share) => total + share)).toBeLessThanOrEqual(900);
  });

  it('log to a group of their own, which is encrypted and forgets', () => {
    const groups = functions.map(({ LoggingConfig: config }) => JSON.stringify(config));
    expect(new Set(groups).size).toBe(functions.length);
    for (const { Properties: properties } of resources(dev, 'AWS::Logs::LogGroup').values()) {
      expect(properties).toMatchObject({ KmsKeyId: expect.anything(), RetentionInDays: expect.any(Number) });
    }
  });

  it('take another share by context, or none', () => {
    const { api } = synthesize({ reservedConcurrency: '{"quotes": 7, "authorizer": null}' });
    api.hasResourceProperties('AWS::Lambda::Function', { ReservedConcurrentExecutions: 7 });
    const shares = Object.values(api.findResources('AWS::Lambda::Function')).map(
      ({ Properties }) => Properties.ReservedConcurrentExecutions,
    );
    expect(shares).toContain(undefined);
    expect(() => synthesize({ reservedConcurrency: '{"unheard-of": 7}' })).toThrow('unheard-of');
    expect(() => synthesize({ reservedConcurrency: '{"quotes": -1}' })).toThrow('quotes');
  });
});

describe('bundles', () => {
  const outdir = mkdtempSync(join(tmpdir(), 'bundles-'));
  const app = new App({ outdir });
  bundleFunctions(app);
  afterAll(() => rmSync(outdir, { recursive: true }));

  // A cold start pays for every kilobyte. More has the one that draws documents, and jobs that read and delete files.
  const budgets: Partial<Record<FunctionId, number>> = {
    papers: 1_000,
    'document-check': 360,
    erasures: 360,
  };

  it.each(functionIds)('%s is one file, of at most 300 KB unless it has a budget of its own', (id) => {
    const directory = bundleDirectory(app, id);
    expect(readdirSync(directory).filter((name) => /\.[cm]?js$/.test(name))).toEqual(['index.mjs']);
    const { size } = statSync(join(directory, 'index.mjs'));
    expect(size).toBeLessThanOrEqual((budgets[id] ?? 300) * 1024);
  });

  it.each(['quotes', 'policies', 'renewals'] as const)('of %s bring rate books and products along', (id) => {
    const files = ['books', 'driving-books', 'index.mjs', 'products'];
    expect(readdirSync(bundleDirectory(app, id)).sort()).toEqual(files);
  });

  it.each([
    ['claims', ['index.mjs', 'products', 'rules']],
    ['document-check', ['index.mjs', 'rules']],
  ] as const)('of %s bring rules of triage along', (id, files) => {
    expect(readdirSync(bundleDirectory(app, id)).sort()).toEqual(files);
  });

  it.each([
    ['papers', []],
    ['devices', []],
    ['rights', ['rules']],
  ] as const)('of %s bring products along, and no rate books', (id, rules) => {
    expect(readdirSync(bundleDirectory(app, id)).sort()).toEqual(['index.mjs', 'products', ...rules]);
  });

  it.each(['telemetry', 'telematics', 'trip-completion', 'scoring', 'driving-purge'] as const)(
    'of %s bring rules of driving along',
    (id) => {
      expect(readdirSync(bundleDirectory(app, id)).sort()).toEqual(['index.mjs', 'rules']);
    },
  );

  it('of the dashboard bring its page along, whose modules are one', () => {
    const page = readdirSync(join(bundleDirectory(app, 'dashboard'), 'page'));
    expect(page.filter((name) => name.endsWith('.js'))).toEqual(['main.js']);
    expect(page).toContain('index.html');
  });
});
