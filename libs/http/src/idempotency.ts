import { AsyncLocalStorage } from 'node:async_hooks';
import { createHash } from 'node:crypto';
import { Injectable, type CallHandler, type ExecutionContext, type NestInterceptor } from '@nestjs/common';
import { clientOf, type AuthenticatedRequest, type Caller } from '@huying/auth';
import { Database, decrypt, encrypt } from '@huying/database';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { defer, from, lastValueFrom, type Observable } from 'rxjs';
import type { EntityManager } from 'typeorm';
import { commonProblems } from './common.problems.js';
import { keyPolicyOf } from './decorators.js';

/** Whose wish it is, and which. */
interface Scope {
  readonly client: string;
  readonly route: string;
  readonly key: string;
}

/** One try to carry it out. Begun anew, the wish is another try, and the one before may have no more effect. */
interface Attempt extends Scope {
  readonly startedAt: string;
  readonly status: number;
}

interface Row {
  fingerprint: string;
  status: number | null;
  body: string | null;
  stale: boolean;
}

const nameOf = (caller: Caller | undefined): string => (caller ? clientOf(caller) : '');

const visibleAscii = /^[\x21-\x7e]{1,255}$/;
/** A request that has not been answered after this time has lost its process: it may be begun again. */
const ABANDONED_AFTER_SECONDS = 60;

/**
 * The key of a route that keeps its keys itself.
 * @throws idempotency-key-required, idempotency-key-malformed
 */
export function ensureIdempotencyKey(key: string | undefined): string {
  if (key === undefined) throw commonProblems.idempotencyKeyRequired();
  if (!visibleAscii.test(key)) throw commonProblems.idempotencyKeyMalformed();
  return key;
}

const open = new AsyncLocalStorage<Attempt>();

const KEEP = `
  UPDATE idempotency_keys SET status = $5, body = $6
  WHERE client = $1 AND route = $2 AND key = $3 AND started_at = $4::timestamptz
  RETURNING key`;

/** Keeps the answer of an attempt; false if the wish has been begun anew meanwhile. */
async function keep(manager: EntityManager, attempt: Attempt, body: unknown): Promise<boolean> {
  const { client, route, key, startedAt, status } = attempt;
  const text = encrypt(JSON.stringify(body ?? null));
  // What the driver gives for an UPDATE: the rows returned, and their number.
  const [, kept] = await manager.query<[unknown[], number]>(KEEP, [client, route, key, startedAt, status, text]);
  return kept > 0;
}

/**
 * Stores the answer in the transaction that has the effect, so that a crash in between cannot make a repeat do it twice,
 * and a try that was given up for lost cannot have its effect beside that of the next one. Handed to `Database`; does
 * nothing outside a POST with a key.
 * @throws idempotency-key-in-flight if the wish has been begun anew
 */
export async function keepAnswerBeforeCommit(manager: EntityManager, result: unknown): Promise<void> {
  const attempt = open.getStore();
  if (attempt && !(await keep(manager, attempt, result))) throw commonProblems.idempotencyKeyInFlight();
}

/**
 * Idempotency-Key on POST (scope: client and route; kept 24 h): the same body gets the same answer, another body 422,
 * a request in flight 409. A refusal changes nothing and is not kept: the same request is judged anew.
 */
@Injectable()
export class IdempotencyInterceptor implements NestInterceptor {
  constructor(private readonly database: Database) {}

  intercept(context: ExecutionContext, next: CallHandler): Observable<unknown> {
    if (context.getType() !== 'http') return next.handle();
    const request = context.switchToHttp().getRequest<FastifyRequest & AuthenticatedRequest>();
    const policy = keyPolicyOf(context.getHandler());
    if (request.method !== 'POST' || policy === 'by-the-route') return next.handle();
    const header = request.headers['idempotency-key'];
    if (header === undefined && policy === 'optional') return next.handle();
    const key = ensureIdempotencyKey(header?.toString());
    const scope = { client: nameOf(request.caller), route: request.url.split('?')[0] ?? '', key };
    const reply = context.switchToHttp().getResponse<FastifyReply>();
    return defer(() => from(this.answer(scope, request, reply, next)));
  }

  private async answer(
    scope: Scope,
    request: FastifyRequest,
    reply: FastifyReply,
    next: CallHandler,
  ): Promise<unknown> {
    const fingerprint = createHash('sha256')
      .update(JSON.stringify(request.body ?? null))
      .digest('base64url');
    const { manager } = this.database.dataSource;
    const begun = await this.begin(scope, fingerprint);
    if (typeof begun !== 'string') {
      void reply.status(begun.status).header('idempotency-replayed', 'true');
      return begun.body;
    }
    const attempt = { ...scope, startedAt: begun, status: reply.statusCode };
    try {
      const body: unknown = await open.run(attempt, () => lastValueFrom(next.handle(), { defaultValue: null }));
      await keep(manager, { ...attempt, status: reply.statusCode }, body);
      return body;
    } catch (error) {
      await this.forget(attempt);
      throw error;
    }
  }

  /** When the attempt began, which is its mark; or the answer that was kept. */
  private async begin(scope: Scope, fingerprint: string): Promise<string | { status: number; body: unknown }> {
    const { manager } = this.database.dataSource;
    const mine = await manager.query<{ startedAt: string }[]>(
      `INSERT INTO idempotency_keys (client, route, key, fingerprint) VALUES ($1, $2, $3, $4)
       ON CONFLICT (client, route, key) DO UPDATE SET fingerprint = excluded.fingerprint, started_at = now(), status = NULL, body = NULL
         WHERE idempotency_keys.started_at < now() - interval '24 hours'
            OR (idempotency_keys.status IS NULL AND idempotency_keys.fingerprint = excluded.fingerprint
                AND idempotency_keys.started_at < now() - make_interval(secs => $5))
       RETURNING started_at::text AS "startedAt"`,
      [scope.client, scope.route, scope.key, fingerprint, ABANDONED_AFTER_SECONDS],
    );
    if (mine[0]) return mine[0].startedAt;
    const [row] = await manager.query<Row[]>(
      `SELECT fingerprint, status, body FROM idempotency_keys WHERE client = $1 AND route = $2 AND key = $3`,
      [scope.client, scope.route, scope.key],
    );
    if (!row) throw commonProblems.idempotencyKeyInFlight(); // refused by the other request this very moment
    if (row.fingerprint !== fingerprint) throw commonProblems.idempotencyKeyReused();
    if (row.status === null || row.body === null) throw commonProblems.idempotencyKeyInFlight();
    return { status: row.status, body: JSON.parse(decrypt(row.body)) };
  }

  /** Only what has had no effect is forgotten: an answer kept with its effect stays. */
  private async forget({ client, route, key, startedAt }: Attempt): Promise<void> {
    await this.database.dataSource.manager
      .query(
        `DELETE FROM idempotency_keys
         WHERE client = $1 AND route = $2 AND key = $3 AND started_at = $4::timestamptz AND status IS NULL`,
        [client, route, key, startedAt],
      )
      .catch(() => undefined); // the database is down: the row is taken over after ABANDONED_AFTER_SECONDS
  }
}
