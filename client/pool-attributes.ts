import { defineSearchAttributeKey, SearchAttributeType, TypedSearchAttributes } from '@temporalio/common';
import type { PoolRef } from '../domain/run';

const poolNamesKey = defineSearchAttributeKey('PoolNames', SearchAttributeType.KEYWORD_LIST);
const poolUuidKey = defineSearchAttributeKey('PoolUuid', SearchAttributeType.KEYWORD);
const rolledBackRunKey = defineSearchAttributeKey('RolledBackRun', SearchAttributeType.KEYWORD);

/** What a run is found by while nobody knows whether there is a pool of that name. */
export const nameAttributes = (name: string, hide: (name: string) => string): TypedSearchAttributes =>
  new TypedSearchAttributes([{ key: poolNamesKey, value: [hide(name)] }]);

/** What a pool's runs are found by: all its names and its uuid. No encryption reaches these, so names may be hidden. */
export const poolAttributes = (
  names: readonly string[],
  { uuid }: PoolRef,
  hide: (name: string) => string,
  rolledBackRun?: string,
): TypedSearchAttributes =>
  new TypedSearchAttributes([
    { key: poolNamesKey, value: [...new Set([...names.map(hide), uuid])] },
    { key: poolUuidKey, value: uuid },
    ...(rolledBackRun === undefined ? [] : [{ key: rolledBackRunKey, value: rolledBackRun }]),
  ]);
