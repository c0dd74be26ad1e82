import { readFileSync } from 'node:fs';
import { parse } from 'yaml';

type Json = null | boolean | number | string | Json[] | { [name: string]: Json };
type JsonObject = { [name: string]: Json };

const SCHEMA = /^#\/(?:components\/)?schemas\/(\w+)$/;

/**
 * Reads a YAML document and all that it refers to into one. Schemas are gathered in `components.schemas` under
 * their own names, which must be unique; whatever else is referred to is put in its place.
 * Throws on a reference that leads nowhere, and on two schemas of one name.
 */
export function bundle(root: URL): JsonObject {
  const gathered = new Gathered();
  const document = object(gathered.visit(gathered.read(root), root), root.href);
  const components = object(document.components ?? {}, 'components');
  // A schema that the root names only to keep it in is there by now, under the same name.
  const own = Object.entries(object(components.schemas ?? {}, 'schemas')).filter(
    ([name]) => !gathered.schemas.has(name),
  );
  const schemas = Object.fromEntries([
    ...own,
    ...[...gathered.schemas].map(([name, { schema }]) => [name, schema]),
  ]);
  return { ...document, components: { ...components, schemas } };
}

class Gathered {
  readonly schemas = new Map<string, { from: string; schema: Json }>();
  readonly #files = new Map<string, Json>();

  /** The value at a URL: a file, and a JSON pointer in its fragment. */
  read(url: URL): Json {
    const file = url.href.replace(/#.*/, '');
    const known = this.#files.get(file) ?? parse(readFileSync(new URL(file), 'utf8'));
    this.#files.set(file, known);
    const steps = decodeURIComponent(url.hash).split('/').slice(1);
    return steps.reduce<Json>((value, step) => {
      const found = object(value, url.href)[step.replaceAll('~1', '/').replaceAll('~0', '~')];
      if (found === undefined) throw new Error(`${url.href} leads nowhere`);
      return found;
    }, known);
  }

  /** A value with its references followed; `from` is where it stands. */
  visit(value: Json, from: URL): Json {
    if (Array.isArray(value)) return value.map((member) => this.visit(member, from));
    if (typeof value !== 'object' || value === null) return value;
    const { $ref, ...rest } = value;
    const siblings = Object.fromEntries(
      Object.entries(rest).map(([name, member]) => [name, this.visit(member, from)]),
    );
    if (typeof $ref !== 'string') return siblings;
    const target = new URL($ref, from);
    const name = SCHEMA.exec(target.hash)?.[1];
    if (name !== undefined) return { $ref: this.#gather(name, target), ...siblings };
    if (Object.keys(siblings).length > 0)
      throw new Error(`${$ref} in ${from.href} stands beside other properties`);
    return this.visit(this.read(target), target);
  }

  #gather(name: string, target: URL): string {
    const known = this.schemas.get(name);
    if (known && known.from !== target.href)
      throw new Error(`both ${known.from} and ${target.href} define ${name}`);
    if (!known) {
      const entry = { from: target.href, schema: {} as Json };
      this.schemas.set(name, entry);
      entry.schema = this.visit(this.read(target), target);
    }
    return `#/components/schemas/${name}`;
  }
}

function object(value: Json, where: string): JsonObject {
  if (typeof value !== 'object' || value === null || Array.isArray(value))
    throw new Error(`${where} is not an object`);
  return value;
}
