import { DefaultLogger, makeTelemetryFilterString, Runtime } from '@temporalio/worker';
import pino, { type DestinationStream } from 'pino';

/** Sends warnings of the SDK and of our activities to a file. Once per process, before any connection. */
export const logToFile = (file: string): void => {
  installRuntime('WARN', pino.destination({ dest: file, mkdir: true, sync: true }), null);
};

/**
 * Logs to stderr, and serves metrics for Prometheus where an address is given. Once per process, before any connection.
 */
export const logToStderr = (metricsAddress: string | null): void => {
  installRuntime('INFO', pino.destination({ dest: 2, sync: true }), metricsAddress);
};

/** One JSON object a line. */
function installRuntime(level: 'INFO' | 'WARN', destination: DestinationStream, metricsAddress: string | null): void {
  const logger = pino({ base: { pid: process.pid } }, destination);
  Runtime.install({
    logger: new DefaultLogger(level, ({ level: of, message, meta }) => {
      if (of === 'ERROR') logger.error(meta ?? {}, message);
      else if (of === 'WARN') logger.warn(meta ?? {}, message);
      else logger.info(meta ?? {}, message);
    }),
    telemetryOptions: {
      logging: { forward: {}, filter: makeTelemetryFilterString({ core: 'WARN', other: 'WARN' }) },
      ...(metricsAddress === null ? {} : { metrics: { prometheus: { bindAddress: metricsAddress } } }),
    },
    shutdownSignals: [],
  });
}

/** Ends what logging began, where no worker came to be: it would keep the process alive. */
export const endLogging = (): Promise<void> => Runtime.instance().shutdown();
