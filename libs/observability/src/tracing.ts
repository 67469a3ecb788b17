/**
 * Loaded first (`node --import @huying/observability/tracing`). Exports traces by OTLP if OTEL_EXPORTER_OTLP_ENDPOINT is
 * set; otherwise it does nothing: trace contexts are handed on all the same.
 */
const exporting = Boolean(process.env.OTEL_EXPORTER_OTLP_ENDPOINT ?? process.env.OTEL_EXPORTER_OTLP_TRACES_ENDPOINT);

if (exporting) {
  const { startExporting } = await import('./exporting.js');
  startExporting();
}

export {};
