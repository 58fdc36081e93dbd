import type { HostReport } from '../../domain/report';
import { isFinding } from '../../domain/verdict';
import { printable } from '../printable';

/** What packets prove of a host's NICs, a line each: of those that need attention, or of all. */
export const packetNotes = ({ name, nics }: HostReport, isVerbose: boolean): readonly string[] =>
  nics.flatMap(({ device, verdict, because }) =>
    verdict === null || because === null || !(isVerbose || isFinding(verdict))
      ? []
      : [`${printable(name)}: ${device} ${verdict}: ${printable(because)}`],
  );
