import { randomUUID } from 'node:crypto';
import { request } from 'node:http';
import { createInterface } from 'node:readline';
import { Readable } from 'node:stream';
import type { Role } from '@huying/auth';
import { request as send } from 'undici';
import { getToken } from '../get-token.js';
import { ApiRefusal } from './api-refusal.js';
import { patiently } from './patiently.js';

/** The API as one person uses it, over HTTP and with a token, like any app: whom it asks to come back comes back, with the same key. */
export class Api {
  private token: Promise<string> | undefined;

  constructor(
    readonly url: string,
    private readonly person: { readonly role: Role; readonly subject: string; readonly community: string },
  ) {}

  /** The same platform for somebody else of the same community. */
  as(role: Role, subject: string): Api {
    return new Api(this.url, { ...this.person, role, subject });
  }

  /** The person's token, fetched when it is first needed. */
  bearer(): Promise<string> {
    this.token ??= getToken(this.url, this.person);
    return this.token;
  }

  get<Answer>(path: string): Promise<Answer> {
    return this.send('GET', path);
  }

  /** @param key the Idempotency-Key; a new one for each call unless given */
  post<Answer>(path: string, body: object = {}, key: string = randomUUID()): Promise<Answer> {
    return this.send('POST', path, body, key);
  }

  put(path: string): Promise<void> {
    return this.send('PUT', path);
  }

  /** Changes something, resting on the version that was read. */
  change<Answer>(path: string, body: object, version: number): Promise<Answer> {
    return this.send('PUT', path, body, undefined, { 'if-match': `"${version}"` });
  }

  delete<Answer>(path: string): Promise<Answer> {
    return this.send('DELETE', path);
  }

  /** All items of a list, page by page. */
  async list<Item>(path: string): Promise<Item[]> {
    const items: Item[] = [];
    const join = path.includes('?') ? '&' : '?';
    for (let cursor: string | null = ''; cursor !== null;) {
      const page: { items: Item[]; nextCursor: string | null } = await this.get(
        `${path}${join}limit=100${cursor && `&cursor=${encodeURIComponent(cursor)}`}`,
      );
      items.push(...page.items);
      cursor = page.nextCursor;
    }
    return items;
  }

  /**
   * Sends lines as a stream and hears each line of the answer while it comes: fetch would read only when all is sent.
   * @throws ApiRefusal when the whole is refused
   */
  async stream(
    path: string,
    lines: Iterable<object>,
    onLine: (line: string) => void,
    signal?: AbortSignal,
  ): Promise<void> {
    const token = await this.bearer();
    const call = request(`${this.url}${path}`, {
      method: 'POST',
      signal,
      headers: { authorization: `Bearer ${token}`, 'content-type': 'application/x-ndjson', 'accept-language': 'en' },
    });
    const answered = new Promise<void>((resolve, reject) => {
      call.once('error', reject).once('response', (response) => {
        if (response.statusCode === 200) {
          createInterface({ input: response }).on('line', onLine);
          response.once('error', reject).once('end', resolve);
        } else {
          const { statusCode = 0 } = response;
          response
            .setEncoding('utf8')
            .on('data', (text: string) => reject(refusalOf(`POST ${path}`, statusCode, text)));
        }
      });
    });
    Readable.from(chunks(lines)).pipe(call);
    await answered;
  }

  private send<Answer>(
    method: string,
    path: string,
    body?: object,
    key?: string,
    headers: Readonly<Record<string, string>> = {},
  ): Promise<Answer> {
    return patiently(
      () => this.sendOnce<Answer>(method, path, body, key, headers),
      ({ status, comeBackMs }) => status === 503 && comeBackMs !== undefined,
    );
  }

  private async sendOnce<Answer>(
    method: string,
    path: string,
    body: object | undefined,
    key: string | undefined,
    headers: Readonly<Record<string, string>>,
  ): Promise<Answer> {
    // Without the web streams of Node's own fetch, which cost time: a demo sends thousands of these.
    const response = await send(`${this.url}${path}`, {
      method,
      headers: {
        authorization: `Bearer ${await this.bearer()}`,
        'accept-language': 'en',
        ...(body && { 'content-type': 'application/json' }),
        ...(key !== undefined && { 'idempotency-key': key }),
        ...headers,
      },
      ...(body && { body: JSON.stringify(body) }),
    });
    const { statusCode } = response;
    const text = await response.body.text();
    if (statusCode >= 300) {
      throw refusalOf(`${method} ${path}`, statusCode, text, response.headers['retry-after']?.toString());
    }
    return (text ? JSON.parse(text) : undefined) as Answer;
  }
}

function refusalOf(what: string, status: number, text: string, retryAfter?: string): ApiRefusal {
  let problem: { code?: string; detail?: string } = {};
  try {
    problem = JSON.parse(text) as typeof problem;
  } catch {
    // Not one of our problems; the status says what there is to say.
  }
  const comeBackMs = retryAfter ? Number(retryAfter) * 1_000 : undefined;
  return new ApiRefusal(what, status, problem.code ?? 'unknown', problem.detail ?? '', comeBackMs);
}

/** Many lines in each chunk: a write for every line would be slow. */
function* chunks(lines: Iterable<object>): Generator<string> {
  let chunk = '';
  for (const line of lines) {
    chunk += `${JSON.stringify(line)}\n`;
    if (chunk.length > 60_000) {
      yield chunk;
      chunk = '';
    }
  }
  if (chunk) yield chunk;
}
