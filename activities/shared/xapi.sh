#!/bin/sh
# Reading xapi through xe; comes after the prelude, in scripts that run on the coordinator.

require_xapi() {
  command -v xe >/dev/null 2>&1 || fail "$exit_no_xenserver" "no xe command"
  [ -r "$XEN_OFFLOAD_ROOT/etc/xensource-inventory" ] || fail "$exit_no_xenserver" "no /etc/xensource-inventory"
}

list() {
  section "$1"
  shift
  code=0
  xe "$@" </dev/null 2>&1 || code=$?
  status "$code"
}

# Labels and other-config are lists of their own: their text can hold anything, so structure is never read from them.
read_xapi() {
  for wanted in "$@"; do
    case $wanted in
      pool) list pool pool-list params=uuid,name-label,master,ha-enabled ;;
      hosts) list hosts host-list params=uuid,address,enabled,host-metrics-live ;;
      host-names) list host-names host-list params=uuid,name-label ;;
      pifs) list pifs pif-list params=uuid,device,MAC,MTU,physical,VLAN,bond-master-of,bond-slave-of,management,IP-configuration-mode,currently-attached,managed,host-uuid,network-uuid ;;
      pif-keys) list pif-keys pif-list params=uuid,other-config ;;
      networks) list networks network-list params=uuid,name-label ;;
      vms) list vms vm-list params=uuid,power-state,resident-on,dom-id,is-control-domain,is-a-template,is-a-snapshot ;;
      templates) list templates template-list params=uuid ;;
      snapshots) list snapshots snapshot-list params=uuid ;;
      vm-names) list vm-names vm-list params=uuid,name-label ;;
      vifs) list vifs vif-list params=uuid,vm-uuid,device,MAC,network-uuid,currently-attached ;;
      vif-keys) list vif-keys vif-list params=uuid,other-config ;;
      *) fail 64 "unknown section $wanted" ;;
    esac
  done
}
