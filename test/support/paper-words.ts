import type { Fact, Section } from '../../functions/papers/paper/paper.ts';

/** What facts, or a section of them, say: each label with what stands under it, blanks within dates as any other. */
export function linesOf(said: Section | readonly Fact[] | undefined): Record<string, string> {
  return Object.fromEntries(rowsOf(said ?? []).map(([label, text]) => [plain(label), plain(text)]));
}

function rowsOf(said: Section | readonly Fact[]): [string, string][] {
  if ('amounts' in said) return [...said.amounts, said.total].map(({ label, amount }) => [label, amount]);
  if ('facts' in said) return rowsOf(said.facts);
  if ('paragraphs' in said) return rowsOf(said.paragraphs);
  return said.map(({ label, lines }) => [label, lines.join(' / ')]);
}

const plain = (text: string) => text.replaceAll('\u00a0', ' ');
