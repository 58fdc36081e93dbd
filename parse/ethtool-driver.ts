/** What drives a device; empty where it does not say, all empty where there is no driver or no device. */
export interface DriverFacts {
  readonly driver: string;
  readonly version: string;
  readonly firmware: string;
}

/** Reads `ethtool -i`. */
export function parseEthtoolDriver(text: string): DriverFacts {
  const value = (field: string): string => new RegExp(`^${field}: *(.*)$`, 'm').exec(text)?.[1]?.trim() ?? '';
  return { driver: value('driver'), version: value('version'), firmware: value('firmware-version') };
}
