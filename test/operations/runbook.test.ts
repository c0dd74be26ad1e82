import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { loadAssembly } from '../../infra/local/template/assembly.ts';
import { commands } from '../../infra/operator/commands.ts';
import { CDK_OUT } from '../support/api.ts';
import { tried } from '../support/evidence.ts';

const runbook = readFileSync(join(import.meta.dirname, '../../RUNBOOK.md'), 'utf8');
const resources = loadAssembly(CDK_OUT).stacks.flatMap(({ template }) =>
  Object.entries(template.Resources ?? {}),
);

/** The alarms of the template, each with what it says. */
const alarms = resources
  .filter(([, { Type: type }]) => type === 'AWS::CloudWatch::Alarm')
  .map(([id, { Properties: properties }]) => [id, String(properties?.AlarmDescription)] as const);

/** The sections about alarms, by the anchors that GitHub gives their headings. */
const sections = new Map(
  runbook
    .slice(runbook.indexOf('\n# Alarms\n'), runbook.indexOf('\n# Procedures\n'))
    .split('\n## ')
    .slice(1)
    .map((section) => [anchorOf(section.split('\n', 1)[0] ?? ''), section] as const),
);

describe('the runbook', () => {
  it('has the section that each alarm leads to', ({ task }) => {
    for (const [id, description] of alarms)
      expect([...sections.keys()], id).toContain(/\. RUNBOOK\.md#([\w-]+)$/.exec(description)?.[1]);
    tried(task, 'alarms that lead to their section', alarms.length, { sections: sections.size });
  });

  it('has no section of an alarm that is not there', () => {
    const led = new Set(alarms.map(([, description]) => description.split('RUNBOOK.md#')[1]));
    expect([...sections.keys()].filter((anchor) => !led.has(anchor))).toEqual([]);
  });

  it.each([...sections])(
    'says under %s what it means, what to see and do, and when it is over',
    (_, section) => {
      expect([...section.matchAll(/^\*\*(\w+)\*\* \S/gm)].map(([, part]) => part)).toEqual([
        'Means',
        'See',
        'Do',
        'Over',
      ]);
    },
  );

  it('leads nowhere that is not there', () => {
    const anchors = [...runbook.matchAll(/^#+ (.+)$/gm)].map(([, heading = '']) => anchorOf(heading));
    const links = [...runbook.matchAll(/\]\(#([\w-]+)\)/g)].map(([, link]) => link);
    expect(links.length).toBeGreaterThan(10);
    expect(links.filter((link) => !anchors.includes(link ?? ''))).toEqual([]);
  });

  it('asks for commands, queues, rules, tables and logs that are there', ({ task }) => {
    const asked = (form: RegExp) => [...runbook.matchAll(form)].flatMap(([, names = '']) => names.split(','));
    const isThere = (name: string) => resources.some(([id]) => new RegExp(`^${name}[0-9A-F]{8}$`).test(id));
    const operated = asked(/npm run operate -- (\w+)/g);
    const named = asked(/--(?:queue|rules|tables) ([A-Z]\w+(?:,[A-Z]\w+)*)/g);
    const logs = asked(/[(`]log (\w+)/g).map((id) => `${id}Logs?`);
    expect(operated.filter((name) => !Object.hasOwn(commands, name))).toEqual([]);
    expect(named.filter((name) => !isThere(name))).toEqual([]);
    expect(logs.filter((name) => !isThere(name))).toEqual([]);
    expect(new Set(operated)).toEqual(new Set(Object.keys(commands)));
    tried(task, 'names in its commands', operated.length + named.length + logs.length);
  });

  it('knows every queue of dead letters', () => {
    const givenUp = resources
      .filter(([, { Type: type }]) => type === 'AWS::SQS::Queue')
      .flatMap(([id]) => /^(Un[a-z]+)[0-9A-F]{8}$/.exec(id)?.[1] ?? []);
    expect(givenUp).toHaveLength(7);
    expect(givenUp.filter((id) => !sections.get('dead-letters')?.includes(`\`${id}\``))).toEqual([]);
  });
});

function anchorOf(heading: string): string {
  return heading
    .toLowerCase()
    .replace(/[^\w\s-]/g, '')
    .trim()
    .replace(/\s+/g, '-');
}
