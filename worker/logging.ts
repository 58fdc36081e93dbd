import { DefaultLogger, makeTelemetryFilterString, Runtime } from '@temporalio/worker';
import pino from 'pino';

/** Sends what the SDK and our activities log to a file, one JSON object a line. Once per process, before any connection. */
export function logToFile(file: string): void {
  const destination = pino.destination({ dest: file, mkdir: true, sync: true });
  const logger = pino({ base: { pid: process.pid } }, destination);
  Runtime.install({
    logger: new DefaultLogger('WARN', ({ level, message, meta }) => {
      if (level === 'ERROR') logger.error(meta ?? {}, message);
      else logger.warn(meta ?? {}, message);
    }),
    telemetryOptions: { logging: { forward: {}, filter: makeTelemetryFilterString({ core: 'WARN', other: 'WARN' }) } },
    shutdownSignals: [],
  });
}
