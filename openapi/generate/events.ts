import { type Contract, jsonSchemaOf, refer, type Schema } from './contract.ts';
import { HEADER, literal } from './literal.ts';

/** The module `events.ts`: of each event the properties that may leave on the bus. Throws on a classed one. */
export function eventsModule(contract: Contract): string {
  const shapes = Object.entries(contract.webhooks ?? {}).map(([type, { post }]) => {
    const schema = resolve(contract, jsonSchemaOf(post.requestBody.content));
    if (JSON.stringify(schema).includes('"x-pii"'))
      throw new Error(`the event ${type} carries personal data`);
    return [type, Object.keys(schema.properties ?? {})];
  });
  return `${HEADER}
/** The properties of each event. What is not named here stays inside. */
export const eventShapes = ${literal(Object.fromEntries(shapes))} as const;

export type EventType = keyof typeof eventShapes;
`;
}

function resolve(contract: Contract, schema: Schema = {}): Schema {
  return schema.$ref === undefined ? schema : resolve(contract, refer(contract, schema.$ref).schema);
}
