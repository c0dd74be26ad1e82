import { join } from 'node:path';
import type { PlainDate } from '../../platform/calendar.ts';
import { compareVersions, digestOf, publishedIn } from '../../platform/published.ts';
import type { TriageRules } from './rules.ts';

/** Triage rules as they were published. */
export interface Publication {
  /** `<book>@<version>`: their file's name. */
  name: string;
  /** SHA-256 of their content, whatever the layout of the file. */
  digest: string;
  rules: TriageRules;
}

/** Where rules lie: beside this file in the source, beside the bundle in Lambda. */
const published = publishedIn(
  join(import.meta.dirname, 'rules'),
  (name, content): Publication => ({ name, digest: digestOf(content), rules: content as TriageRules }),
);

/** The rules that judge what is notified on a day: the highest version of those in effect by then. */
export function rulesOn(day: PlainDate): Publication {
  const newest = published
    .names()
    .flatMap((name) => published.find(name) ?? [])
    .filter(({ rules }) => rules.effectiveFrom <= day)
    .sort((a, b) => compareVersions(a.name, b.name))
    .at(-1);
  if (!newest) throw new Error(`no triage rules are in effect on ${day}`);
  return newest;
}

/** The rules that judged a claim, proven unaltered since. */
export function unalteredRules({ rules: name, digest }: { rules: string; digest: string }): Publication {
  const publication = published.find(name);
  if (publication?.digest !== digest) throw new Error(`the triage rules ${name} are not those of the claim`);
  return publication;
}

/** Every queue that some rules name: where claims may wait. */
export function queueNames(): readonly string[] {
  return [...new Set(published.names().flatMap((name) => published.find(name)?.rules.queues ?? []))];
}
