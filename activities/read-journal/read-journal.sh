#!/bin/sh
# read-journal.sh HOST-UUID RUN: how the host was before a change, and what that change was to store. Changes nothing.

require_host "$1"
journal=$memory_folder/journal/$2
[ -e "$journal/before" ] || fail "$exit_no_journal" "no $journal/before"
sections
section features
cat "$journal/before"
section stored
cat "$journal/stored"
