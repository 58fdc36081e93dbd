import { z } from 'zod';
import { faultSchema } from '../../standin/faults/fault';

/** What another process may ask of a lab that is up. */
export const labCommand = z.discriminatedUnion('ask', [
  z.object({ ask: z.literal('add-fault'), fault: faultSchema }),
  z.object({ ask: z.literal('clear-faults') }),
  z.object({ ask: z.literal('fired') }),
]);

export type LabCommand = z.input<typeof labCommand>;

/** The program name under which commands reach the lab. */
export const labProgram = 'lab';
