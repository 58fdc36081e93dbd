import type { StoredModes } from '../domain/inventory';
import { modes, otherConfigKey } from '../domain/modes';
import type { Section } from './sections';
import { parseXeMap } from './xe-map';
import { xeOtherConfigs } from './xe-section';

/** The offload keys in a section of `params=uuid,other-config`, by uuid of PIF or VIF; keys of others are left alone. */
export const storedModesByUuid = (sections: readonly Section[], name: string): ReadonlyMap<string, StoredModes> =>
  new Map([...xeOtherConfigs(sections, name)].map(([uuid, text]) => [uuid, storedModes(parseXeMap(text))]));

const storedModes = (otherConfig: ReadonlyMap<string, string>): StoredModes =>
  Object.fromEntries(
    modes.flatMap((mode) => {
      const value = otherConfig.get(otherConfigKey(mode));
      return value === undefined ? [] : [[mode, value]];
    }),
  );
