import { propagation, trace } from '@opentelemetry/api';
import {
  InMemorySpanExporter,
  NodeTracerProvider,
  SimpleSpanProcessor,
  type ReadableSpan,
} from '@opentelemetry/sdk-trace-node';

/** Records the spans of this process; to be begun before the services whose spans are asked for are started. */
export class RecordedTraces {
  private constructor(
    private readonly exporter: InMemorySpanExporter,
    private readonly provider: NodeTracerProvider,
  ) {}

  static begin(): RecordedTraces {
    const exporter = new InMemorySpanExporter();
    const provider = new NodeTracerProvider({ spanProcessors: [new SimpleSpanProcessor(exporter)] });
    provider.register();
    return new RecordedTraces(exporter, provider);
  }

  /** The spans that have ended, of one trace or of all. */
  spans(traceId?: string): ReadableSpan[] {
    const spans = this.exporter.getFinishedSpans();
    return traceId === undefined ? spans : spans.filter((span) => span.spanContext().traceId === traceId);
  }

  /** Where a span comes from: it, what it is a part of, and so on to the first that was recorded. */
  origins(span: ReadableSpan): ReadableSpan[] {
    const parentId = span.parentSpanContext?.spanId;
    const parent = this.spans(span.spanContext().traceId).find((one) => one.spanContext().spanId === parentId);
    return parent ? [span, ...this.origins(parent)] : [span];
  }

  forget(): void {
    this.exporter.reset();
  }

  async end(): Promise<void> {
    await this.provider.shutdown();
    trace.disable();
    propagation.disable();
  }
}
