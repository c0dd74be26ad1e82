import { cpSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import type { Fault } from './fault.ts';

const ROOT = join(import.meta.dirname, '../../..');

/** What a copy does without: the packages, which it borrows, the history, and what runs leave behind. */
const LEFT_BEHIND = ['node_modules', '.git', '.local', '.proof'];

/** What synthesis makes. */
const MADE = ['cdk.out', 'openapi/generated'];

/** A copy of the project, as it lies there, with what was synthesized of it, to be spoilt. */
export class Tree {
  readonly directory = mkdtempSync(join(tmpdir(), 'planted-'));

  constructor() {
    cpSync(ROOT, this.directory, {
      recursive: true,
      filter: (source) => !LEFT_BEHIND.includes(basename(source)),
    });
    symlinkSync(join(ROOT, 'node_modules'), join(this.directory, 'node_modules'));
  }

  /** Makes a fault; answers how to mend it. Throws where its text is not there exactly once. */
  plant({ name, file, text, instead }: Fault): () => void {
    const path = join(this.directory, file);
    const sound = readFileSync(path, 'utf8');
    const found = sound.split(text).length - 1;
    if (found !== 1) throw new Error(`${name}: its text is ${found} times in ${file}`);
    writeFileSync(
      path,
      sound.replace(text, () => instead),
    );
    return () => writeFileSync(path, sound);
  }

  /** Has again what was synthesized of the project without a fault. */
  restoreMade(): void {
    for (const made of MADE) {
      rmSync(join(this.directory, made), { recursive: true });
      cpSync(join(ROOT, made), join(this.directory, made), { recursive: true });
    }
  }

  remove(): void {
    rmSync(this.directory, { recursive: true });
  }
}
