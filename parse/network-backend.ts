import type { NetworkBackend } from '../domain/inspection';

/** Reads `/etc/xensource/network.conf` as networkd does: no file, or a word it does not know, is Open vSwitch. */
export const parseNetworkBackend = (text: string): NetworkBackend =>
  text.trim() === 'bridge' ? 'bridge' : 'openvswitch';
