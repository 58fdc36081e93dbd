#!/bin/sh
# read-xapi.sh SECTION...: one list a section, of the whole pool. Run on one host: every host answers for the pool.

require_xapi
sections
read_xapi "$@"
