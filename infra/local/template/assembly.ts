import { readFileSync } from 'node:fs';
import { join } from 'node:path';

/** A CloudFormation template, as far as this runtime reads it. */
export interface Template {
  Parameters?: Record<string, { Default?: unknown }>;
  Mappings?: Record<string, Record<string, Record<string, unknown>>>;
  Conditions?: Record<string, unknown>;
  Resources?: Record<string, TemplateResource>;
  Outputs?: Record<string, { Value: unknown; Export?: { Name: unknown } }>;
}

export interface TemplateResource {
  Type: string;
  Properties?: Record<string, unknown>;
  DependsOn?: string | string[];
  Condition?: string;
}

/** A stack of the synthesized app. */
export interface Stack {
  name: string;
  template: Template;
}

/** The synthesized app: its stacks, each after those it depends on, and where its assets lie. */
export interface Assembly {
  stacks: readonly Stack[];
  /** The directory of an asset by the S3 key that it would be uploaded under. */
  assetDirectory(s3Key: string): string;
}

interface Manifest {
  artifacts: Record<string, Artifact>;
}

interface Artifact {
  type: string;
  dependencies?: string[];
  properties?: { templateFile?: string; file?: string; stackName?: string };
}

interface AssetManifest {
  files: Record<string, { source: { path: string }; destinations: Record<string, { objectKey: string }> }>;
}

/** Reads a cloud assembly (`cdk.out`). Throws where there is none. */
export function loadAssembly(directory: string): Assembly {
  const { artifacts } = readJson<Manifest>(join(directory, 'manifest.json'));
  const assets = new Map<string, string>();
  for (const { type, properties } of Object.values(artifacts)) {
    if (type !== 'cdk:asset-manifest' || !properties?.file) continue;
    const { files } = readJson<AssetManifest>(join(directory, properties.file));
    for (const { source, destinations } of Object.values(files)) {
      for (const { objectKey } of Object.values(destinations))
        assets.set(objectKey, join(directory, source.path));
    }
  }
  return {
    stacks: inOrder(artifacts).map((id) => readStack(directory, id, artifacts[id])),
    assetDirectory(s3Key) {
      const path = assets.get(s3Key);
      if (!path) throw new Error(`no asset of the assembly is uploaded as ${s3Key}`);
      return path;
    },
  };
}

function readStack(directory: string, id: string, artifact: Artifact | undefined): Stack {
  const { templateFile, stackName } = artifact?.properties ?? {};
  if (!templateFile) throw new Error(`the stack ${id} has no template`);
  return { name: stackName ?? id, template: readJson<Template>(join(directory, templateFile)) };
}

/** Ids of the stacks, dependencies first. */
function inOrder(artifacts: Record<string, Artifact>): string[] {
  const order = new Set<string>();
  const visit = (id: string): void => {
    if (order.has(id)) return;
    for (const dependency of artifacts[id]?.dependencies ?? []) visit(dependency);
    if (artifacts[id]?.type === 'aws:cloudformation:stack') order.add(id);
  };
  for (const id of Object.keys(artifacts)) visit(id);
  return [...order];
}

function readJson<Content>(file: string): Content {
  return JSON.parse(readFileSync(file, 'utf8'));
}
