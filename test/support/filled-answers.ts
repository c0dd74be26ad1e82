import type { maskFormats } from '../../functions/middleware/mask-formats.ts';
import {
  type Contract,
  jsonSchemaOf,
  type Route,
  refer,
  type Schema,
  successOf,
} from '../../openapi/generate/contract.ts';

type Mask = keyof typeof maskFormats;

/** A value in clear that each mask has something to do with. */
const CLEAR: Readonly<Record<Mask, string>> = {
  absent: 'left out when masked',
  pan: '4111111111111111',
  iban: 'BE68539007547034',
  vin: 'WVWZZZ1JZXW000001',
  plate: '1ABC234',
  email: 'anna@example.com',
  phone: '+32470123456',
  name: 'Anna Peeters',
  'date-of-birth': '1985-03-02',
  postcode: '9000',
};

/** A good answer of an operation that has everything personal that the contract lets it have, and nothing else. */
export function filledAnswer(contract: Contract, { operation }: Route): unknown {
  return filled(contract, jsonSchemaOf(operation.responses[successOf(operation)]?.content) ?? {}, []);
}

function filled(contract: Contract, schema: Schema, above: readonly Schema[]): unknown {
  if (above.includes(schema)) return undefined;
  const within = (child: Schema) => filled(contract, child, [...above, schema]);
  if (schema['x-pii'] !== undefined) return CLEAR[schema['x-mask'] ?? 'absent'];
  if (schema.$ref !== undefined) return within(refer(contract, schema.$ref).schema);
  const branches = [schema.allOf, schema.anyOf, schema.oneOf].flatMap((list) => list ?? []).map(within);
  const found = branches.filter((value) => value !== undefined);
  const properties = Object.entries(schema.properties ?? {})
    .map(([name, child]) => [name, within(child)] as const)
    .filter(([, value]) => value !== undefined);
  if (schema.items) return ofMember(within(schema.items), (member) => [member]);
  if (typeof schema.additionalProperties === 'object')
    return ofMember(within(schema.additionalProperties), (member) => ({ member }));
  if (properties.length === 0 && found.length === 0) return undefined;
  return Object.assign({}, ...found, Object.fromEntries(properties));
}

function ofMember(member: unknown, wrap: (member: unknown) => unknown): unknown {
  return member === undefined ? undefined : wrap(member);
}
