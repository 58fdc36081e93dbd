import type { StillDifferent } from '../../domain/host-run';

/** What is still different, a line each, with the value to set to finish it by hand. */
export const stillDifferentLines = ({ live, stored }: StillDifferent): readonly string[] => [
  ...live.map(({ device, feature, expected, found }) => `${device} ${feature}: is ${found}, was ${expected}`),
  ...stored.map(
    ({ object, mode, expected, found }) =>
      `${object.kind} ${object.uuid} ethtool-${mode}: is ${found ?? 'absent'}, should be ${expected ?? 'absent'}`,
  ),
];
