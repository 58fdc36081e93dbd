import { driverProfiles } from './driver-profiles';
import type { Device } from '../pool/standin-pool';

/** `ethtool -i` */
export function driverFacts(name: string, device: Device): string {
  const { version, firmware } = driverProfiles[device.driver];
  const isVif = device.driver === 'vif';
  const port = Number(/\d+$/.exec(name)?.[0] ?? 0);
  const busInfo = isVif ? name.replace('vif', 'vif-').replace('.', '-') : `0000:0${String(port + 1)}:00.0`;
  const supports = isVif ? 'no' : 'yes';
  return [
    `driver: ${device.driver}`,
    `version: ${version}`,
    `firmware-version: ${firmware}`,
    'expansion-rom-version: ',
    `bus-info: ${busInfo}`,
    'supports-statistics: yes',
    `supports-test: ${supports}`,
    `supports-eeprom-access: ${supports}`,
    `supports-register-dump: ${supports}`,
    'supports-priv-flags: no',
    '',
  ].join('\n');
}

/** `ethtool -S` */
export function driverStatistics(device: Device): string {
  const counters = ['rx_packets', 'tx_packets', ...driverProfiles[device.driver].checksumCounters];
  const count = (name: string): string => (device.idle || name.endsWith('errors') ? '0' : '120345');
  return `NIC statistics:\n${counters.map((name) => `     ${name}: ${count(name)}\n`).join('')}`;
}
