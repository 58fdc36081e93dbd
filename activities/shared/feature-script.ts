import { packFeatures, type PackedFeatures } from '../../domain/features';
import { oneExecution, type Cost, type HostRef } from '../../domain/run';
import { parseDeviceFeatures } from '../../parse/device-features';
import { onlySection, parseSections, type Section } from '../../parse/sections';
import type { ActivityDependencies } from './dependencies';
import { runOnHost, type HostScriptRun } from './run-on-host';

/** Features as a script read them at its end. */
export interface FeaturesRead {
  readonly now: PackedFeatures;
  readonly cost: Cost;
}

/** Features from the section in which every script that ends by reading them prints them. */
export const featuresIn = (sections: readonly Section[]): PackedFeatures =>
  packFeatures(parseDeviceFeatures(onlySection(sections, 'features').text));

/** Runs a script that ends by reading features, and returns what it read. */
export async function runFeatureScript(
  dependencies: ActivityDependencies,
  pool: string,
  host: HostRef,
  run: HostScriptRun,
  signal: AbortSignal,
): Promise<FeaturesRead> {
  const output = await runOnHost(dependencies, pool, host, run, signal);
  return { now: featuresIn(parseSections(output)), cost: oneExecution };
}
