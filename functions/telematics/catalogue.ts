import { join } from 'node:path';
import { compareVersions, publishedIn } from '../platform/published.ts';
import type { DrivingRules } from './rules.ts';

/** Driving rules as they were published. */
export interface Publication {
  /** `driving@<version>`: their file's name. */
  name: string;
  rules: DrivingRules;
}

/** Where rules lie: beside this file in the source, beside the bundle in Lambda. */
const published = publishedIn(
  join(import.meta.dirname, 'rules'),
  (name, content): Publication => ({ name, rules: content as DrivingRules }),
);

/** The rules by which driving is judged now: the highest version. */
export function currentRules(): Publication {
  const newest = published.names().toSorted(compareVersions).at(-1);
  const publication = newest === undefined ? undefined : published.find(newest);
  if (!publication) throw new Error('no driving rules are published');
  return publication;
}

/** The rules that a trip was assembled by. */
export function rulesNamed(name: string): Publication {
  const publication = published.find(name);
  if (!publication) throw new Error(`there are no driving rules ${name}`);
  return publication;
}
