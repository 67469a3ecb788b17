import { Logger } from '@nestjs/common';

/** Where this package reports. Pino's loggers fit; payloads and personal data are never handed over. */
export interface EventsLogger {
  info(details: object, message: string): void;
  warn(details: object, message: string): void;
  error(details: object, message: string): void;
}

/** Reports through Nest's logger, for programs that hand none over. */
export function nestLogger(context: string): EventsLogger {
  const logger = new Logger(context);
  const line = (details: object, message: string) =>
    Object.keys(details).length > 0 ? `${message} ${JSON.stringify(details)}` : message;
  return {
    info: (details, message) => logger.log(line(details, message)),
    warn: (details, message) => logger.warn(line(details, message)),
    error: (details, message) => logger.error(line(details, message)),
  };
}
