import { context, trace } from '@opentelemetry/api';
import { LoggerModule, PinoLogger, type Params } from 'nestjs-pino';
import type { DynamicModule } from '@nestjs/common';
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { DestinationStream } from 'pino';
import { describeError } from './error-description.js';

/** Fields that may hold personal data or secrets wherever they stand in a logged object. */
const personalFields = ['name', 'phone', 'address', 'text', 'description', 'privateDetails', 'idNumber', 'birthDate'];

/** Where log lines go. */
export type LogDestination = DestinationStream;

/** Whose request it is and where it went, for its log lines; set by the HTTP layer. */
export interface RoutedMessage extends IncomingMessage {
  service?: string;
  /** The template (`/v1/needs/:needId`): the path itself may hold what people search for, and who they are. */
  routeTemplate?: string;
}

/** The trace that the log line belongs to, so that a line leads to its trace; named as OpenTelemetry names them in logs. */
function traceIds(): object {
  const span = trace.getSpanContext(context.active());
  return span ? { trace_id: span.traceId, span_id: span.spanId } : {};
}

/**
 * There is one logger in a process, however many services are in it. One alone stands in every line; of several, the
 * lines of a request say whose it is.
 */
const services = new Set<string>();

function serviceIfAlone(): object {
  const [only] = services;
  return services.size === 1 ? { service: only } : {};
}

/** A 503 was foreseen and told with its reason; thousands of them in an outage are not thousands of errors. */
function levelOf(statusCode: number, error?: Error): 'error' | 'warn' | 'info' | 'debug' {
  if (statusCode === 503) return 'warn';
  if (error || statusCode >= 500) return 'error';
  return statusCode >= 400 ? 'info' : 'debug';
}

function options(level: string, destination: LogDestination | undefined): Params {
  const pinoHttp = {
    level,
    base: {},
    mixin: () => ({ ...serviceIfAlone(), ...traceIds() }),
    customProps: ({ service }: RoutedMessage) => (services.size > 1 ? { service } : {}),
    redact: {
      paths: personalFields.flatMap((field) => [field, `*.${field}`, `*.*.${field}`]),
      censor: '[removed]',
    },
    customLogLevel: (_request: unknown, { statusCode }: { statusCode: number }, error?: Error) =>
      levelOf(statusCode, error),
    wrapSerializers: false,
    serializers: {
      req: ({ id, method, routeTemplate }: RoutedMessage) => ({ id, method, route: routeTemplate }),
      res: ({ statusCode }: { statusCode: number }) => ({ status: statusCode }),
      err: describeError,
    },
    genReqId: (request: RoutedMessage) => request.id,
  };
  return { pinoHttp: destination ? [pinoHttp, destination] : pinoHttp };
}

/**
 * JSON logs with the request's id and the trace's ids; personal data and tokens do not get into them.
 * @param destination where they go; default: standard output
 */
export function loggerModule(service: string, level: string, destination?: LogDestination): DynamicModule {
  services.add(service);
  return LoggerModule.forRoot(options(level, destination));
}

/** Logs a request that no middleware has seen, as the middleware logs the others. */
export function logRequest(request: RoutedMessage, response: ServerResponse, milliseconds: number): void {
  const level = levelOf(response.statusCode);
  const { root } = PinoLogger;
  if (!root.isLevelEnabled(level)) return;
  const own = services.size > 1 ? { service: request.service } : {};
  root[level]({ ...own, req: request, res: response, responseTime: Math.round(milliseconds) }, 'request completed');
}
