import type { Connection } from '@temporalio/client';
import { searchAttributes } from '../domain/search-attributes';

/** `temporal.api.enums.v1.IndexedValueType`. */
const apiTypes = { Keyword: 2, Int: 3, KeywordList: 7 } as const;

/** Adds the search attributes a namespace lacks. True once it lacks none: the server lists new ones a moment later. */
export async function registerSearchAttributes(connection: Connection, namespace: string): Promise<boolean> {
  const { customAttributes } = await connection.operatorService.listSearchAttributes({ namespace });
  const missing = searchAttributes.filter(({ name }) => !Object.hasOwn(customAttributes, name));
  if (missing.length === 0) return true;
  await connection.operatorService.addSearchAttributes({
    namespace,
    searchAttributes: Object.fromEntries(missing.map(({ name, type }) => [name, apiTypes[type]])),
  });
  return false;
}
