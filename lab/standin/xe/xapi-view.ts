import type { HostRecord, NetworkRecord, VmRecord, XapiDatabase } from '../pool/xapi-database';

/** The database with what records refer to by uuid at hand. */
export interface XapiView {
  readonly database: XapiDatabase;
  readonly hosts: ReadonlyMap<string, HostRecord>;
  readonly networks: ReadonlyMap<string, NetworkRecord>;
  readonly vms: ReadonlyMap<string, VmRecord>;
}

const byUuid = <Row extends { readonly uuid: string }>(rows: readonly Row[]): ReadonlyMap<string, Row> =>
  new Map(rows.map((row) => [row.uuid, row]));

export const viewDatabase = (database: XapiDatabase): XapiView => ({
  database,
  hosts: byUuid(database.hosts),
  networks: byUuid(database.networks),
  vms: byUuid(database.vms),
});

/** The label of what a uuid refers to. */
export const labelOf = (rows: ReadonlyMap<string, { readonly nameLabel: string }>, uuid: string): string =>
  rows.get(uuid)?.nameLabel ?? '<invalid reference>';
