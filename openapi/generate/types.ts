import openapiTS, { astToString } from 'openapi-typescript';
import { HEADER } from './literal.ts';

/**
 * The TypeScript types of an OpenAPI document.
 * Throws on a reference that leads nowhere, and on two operations of one name.
 */
export async function typesModule(document: object): Promise<string> {
  return `${HEADER}${astToString(await openapiTS(document as never, { silent: true }))}`;
}
