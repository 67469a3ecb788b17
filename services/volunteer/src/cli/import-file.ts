import { createReadStream } from 'node:fs';
import { Readable } from 'node:stream';
import type { ImportSummary, LineReport } from '@huying/http';

/** What is imported, where to and on whose behalf. */
export interface ImportOptions {
  readonly file: string;
  /** `http://127.0.0.1:8080` */
  readonly url: string;
  readonly token: string;
  /** Called with each line of the report as it comes. */
  readonly onLine?: (line: LineReport) => void;
}

/** The import was not accepted or broke off; the message is a sentence for the one who imports. */
export class ImportError extends Error {
  readonly code = 'import-failed';
}

/**
 * Sends a file of volunteers, one JSON object in each line, and follows the report while it is sent. Repeating it is
 * harmless: who is registered already stays unchanged.
 * @throws ImportError
 */
export async function importFile({ file, url, token, onLine }: ImportOptions): Promise<ImportSummary> {
  const response = await send(file, `${url.replace(/\/$/, '')}/v1/volunteers/import`, token);
  if (!response.ok || !response.body) throw new ImportError(await refusalOf(response));
  let summary: ImportSummary | undefined;
  for await (const line of linesOf(response.body)) {
    const entry = JSON.parse(line) as LineReport | ImportSummary;
    if ('summary' in entry) summary = entry;
    else onLine?.(entry);
  }
  if (!summary) throw new ImportError('The connection broke off; run the import again to go on.');
  return summary;
}

async function send(file: string, url: string, token: string): Promise<Response> {
  try {
    return await fetch(url, {
      method: 'POST',
      headers: {
        authorization: `Bearer ${token}`,
        'content-type': 'application/x-ndjson',
        'accept-language': process.env['LANG']?.startsWith('zh') ? 'zh-CN' : 'en',
      },
      body: Readable.toWeb(createReadStream(file)),
      duplex: 'half',
    });
  } catch (error) {
    const cause = error instanceof Error && error.cause instanceof Error ? error.cause.message : String(error);
    throw new ImportError(`${url} does not answer (${cause}).`, { cause: error });
  }
}

async function refusalOf(response: Response): Promise<string> {
  const text = await response.text();
  try {
    const { code, detail } = JSON.parse(text) as { code?: string; detail?: string };
    return `The import was refused: ${detail ?? text} [${code ?? response.status}]`;
  } catch {
    return `The import was refused with status ${response.status}.`;
  }
}

async function* linesOf(body: ReadableStream<Uint8Array>): AsyncGenerator<string> {
  const decoder = new TextDecoder();
  let text = '';
  for await (const chunk of body) {
    text += decoder.decode(chunk, { stream: true });
    const lines = text.split('\n');
    text = lines.pop() ?? '';
    yield* lines.filter((line) => line !== '');
  }
  if (text !== '') throw new ImportError('The connection broke off; run the import again to go on.');
}
