import { createHash } from 'node:crypto';
import type { ResolvedResource } from '../runtime.ts';

/** Reads a property that must be a text. */
export function text(properties: Record<string, unknown>, name: string): string {
  const value = properties[name];
  if (typeof value !== 'string') throw new Error(`${name} must be a text`);
  return value;
}

/** Reads a property that may be left out. */
export function numberOr(properties: Record<string, unknown>, name: string, otherwise: number): number {
  const value = properties[name];
  return value === undefined ? otherwise : Number(value);
}

/** Reads a property that is a list of objects, or left out. */
export function records(properties: Record<string, unknown>, name: string): Record<string, unknown>[] {
  const value = properties[name] ?? [];
  if (!Array.isArray(value)) throw new Error(`${name} must be a list`);
  return value;
}

/** Reads a property that is an object; left out, it is an empty one. */
export function record(properties: Record<string, unknown>, name: string): Record<string, unknown> {
  const value = properties[name] ?? {};
  if (typeof value !== 'object' || value === null) throw new Error(`${name} must be an object`);
  return value as Record<string, unknown>;
}

/** The name that a resource goes by here: that of the template, or one that stays the same from start to start. */
export function physicalName(
  { stack, logicalId, properties }: { stack: string; logicalId: string; properties: Record<string, unknown> },
  property: string,
): string {
  const given = properties[property];
  return typeof given === 'string' ? given : `${stack}-${logicalId}`;
}

/** Reads a property of a resource that must be a text. */
export function textOf({ properties }: ResolvedResource, name: string): string {
  return text(properties, name);
}

/** An id in the manner of AWS, the same from start to start. */
export function stableId({ stack, logicalId }: ResolvedResource, length: number): string {
  return createHash('sha256').update(`${stack}/${logicalId}`).digest('hex').slice(0, length);
}

/** Throws when a resource says something that this runtime would not do. */
export function onlyProperties({ properties }: ResolvedResource, known: readonly string[]): void {
  const unknown = Object.keys(properties).filter((name) => !known.includes(name));
  if (unknown.length > 0) throw new Error(`the properties ${unknown.join(', ')} are not executed`);
}

/** Throws when a part of a resource, such as `a target`, says something that this runtime would not do. */
export function onlyKeys(part: string, value: Record<string, unknown>, known: readonly string[]): void {
  const unknown = Object.keys(value).filter((name) => !known.includes(name));
  if (unknown.length > 0) throw new Error(`of ${part}, ${unknown.join(', ')} is not executed`);
}
