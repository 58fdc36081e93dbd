#!/bin/sh
# Creates Temporal's two databases and brings their schema up to the version of the tool; may run again at any time.
# Environment: SQL_PLUGIN, SQL_HOST, SQL_PORT and SQL_USER as temporal-sql-tool takes them; SQL_PASSWORD_FILE; SQL_TOOL
# where the tool has another name.
set -eu

SQL_PASSWORD=$(cat "$SQL_PASSWORD_FILE")
export SQL_PASSWORD

bring_up() {
  database=$1
  schema=$2
  "${SQL_TOOL:-temporal-sql-tool}" --database "$database" create
  "${SQL_TOOL:-temporal-sql-tool}" --database "$database" setup-schema --version 0.0
  "${SQL_TOOL:-temporal-sql-tool}" --database "$database" update-schema --schema-name "$schema"
}

bring_up temporal postgresql/v12/temporal
bring_up temporal_visibility postgresql/v12/visibility
