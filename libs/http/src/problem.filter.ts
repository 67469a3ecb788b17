import { Catch, HttpException, Logger, type ArgumentsHost, type ExceptionFilter } from '@nestjs/common';
import { ForbiddenError, IssuerUnavailableError, UnauthenticatedError } from '@huying/auth';
import { isDatabaseUnavailable, RowNotFoundError } from '@huying/database';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { foreignApiOf } from './foreign-api.js';
import { commonProblems } from './common.problems.js';
import { Problem, type ProblemMaker } from './problems.js';
import { languageOf, problemView } from './problem-view.js';

const byCode: Record<string, ProblemMaker> = {
  'token-missing': commonProblems.tokenMissing,
  'token-expired': commonProblems.tokenExpired,
  'token-invalid': commonProblems.tokenInvalid,
  'token-audience': commonProblems.tokenAudience,
  'token-without-community': commonProblems.tokenWithoutCommunity,
  'permission-missing': commonProblems.permissionMissing,
  'not-yours': commonProblems.notYours,
};

const byFastifyCode: Record<string, (limit: number) => Problem> = {
  FST_ERR_CTP_INVALID_JSON_BODY: () => commonProblems.malformedJson(),
  FST_ERR_CTP_EMPTY_JSON_BODY: () => commonProblems.malformedJson(),
  FST_ERR_CTP_BODY_TOO_LARGE: (limit) => commonProblems.bodyTooLarge({ limit }),
  FST_ERR_CTP_INVALID_MEDIA_TYPE: () => commonProblems.unsupportedMediaType(),
  FST_ERR_CTP_INVALID_CONTENT_LENGTH: () => commonProblems.malformedJson(),
  FST_ERR_BAD_URL: () => commonProblems.routeNotFound(),
  FST_ERR_MAX_PARAM_LENGTH: () => commonProblems.routeNotFound(),
};

const byStatus: Record<number, ProblemMaker> = {
  400: commonProblems.malformedJson,
  404: commonProblems.routeNotFound,
  413: commonProblems.bodyTooLarge,
  415: commonProblems.unsupportedMediaType,
  503: commonProblems.serviceUnavailable,
};

/** The problem that an error means to a client; undefined for one that nobody foresaw. */
export function problemOf(error: unknown, bodyLimit: number): Problem | undefined {
  if (error instanceof Problem) return error;
  if (error instanceof UnauthenticatedError || error instanceof ForbiddenError) {
    const problem = byCode[error.code]?.({}, { cause: error });
    if (problem && error instanceof ForbiddenError) problem.missing = error.permission;
    return problem;
  }
  if (error instanceof IssuerUnavailableError) return commonProblems.issuerUnavailable({}, { cause: error });
  if (error instanceof RowNotFoundError) return commonProblems.notFound({}, { cause: error });
  if (isDatabaseUnavailable(error)) return commonProblems.serviceUnavailable({}, { cause: error });
  const { code, statusCode } = (error ?? {}) as { code?: string; statusCode?: number };
  const known = byFastifyCode[code ?? ''];
  if (known) return known(bodyLimit);
  if (error instanceof HttpException) return byStatus[error.getStatus()]?.({ limit: bodyLimit }, { cause: error });
  if (error instanceof SyntaxError && statusCode === 400) return commonProblems.malformedJson({}, { cause: error });
  return undefined;
}

/** Answers a problem: the body in the language of the one who asked, with the headers that belong to it. */
export function answerProblem(request: FastifyRequest, reply: FastifyReply, problem: Problem): void {
  const language = languageOf(request.headers['accept-language']);
  const path = request.url.split('?')[0] ?? '';
  if (problem.type.retryAfter !== undefined) void reply.header('retry-after', problem.type.retryAfter);
  for (const [name, value] of Object.entries(problem.headers)) void reply.header(name, value);
  const foreign = foreignApiOf(request)?.refusal(problem, language, request.url);
  if (foreign) {
    const { status, contentType, body } = foreign;
    void reply.status(status).header('content-language', language).type(contentType).send(body);
    return;
  }
  if (problem.type.status === 401) void reply.header('www-authenticate', `Bearer error="${problem.code}"`);
  void reply
    .status(problem.type.status)
    .header('content-language', language)
    .type('application/problem+json; charset=utf-8')
    .send(JSON.stringify(problemView(problem, language, path, request.id)));
}

/** Which codes a route may answer, besides the common ones. */
export interface DeclaredCodes {
  (request: FastifyRequest): ReadonlySet<string>;
}

const commonCodes = new Set(Object.values(commonProblems).map((maker) => maker.type.code));

/** Makes every error an answer of RFC 9457. What nobody foresaw is logged with its cause and answered without its message. */
@Catch()
export class ProblemFilter implements ExceptionFilter {
  private readonly logger = new Logger('http');

  constructor(
    private readonly bodyLimit: number,
    private readonly declaredCodes: DeclaredCodes,
    /** In tests a problem that the route does not declare is an error; in production it is answered all the same. */
    private readonly strict: boolean,
  ) {}

  catch(error: unknown, host: ArgumentsHost): void {
    const context = host.switchToHttp();
    const request = context.getRequest<FastifyRequest>();
    const reply = context.getResponse<FastifyReply>();
    if (reply.raw.headersSent) {
      reply.raw.destroy(); // a stream broke off: the client must not take it for whole
      return;
    }
    this.answer(error, request, reply);
  }

  /** Answers what the error means. */
  answer(error: unknown, request: FastifyRequest, reply: FastifyReply): void {
    answerProblem(request, reply, this.judge(error, request));
  }

  private judge(error: unknown, request: FastifyRequest): Problem {
    const problem = problemOf(error, this.bodyLimit);
    if (!problem) {
      this.logger.error({ err: error, requestId: request.id }, 'A request failed for a reason that nobody foresaw.');
      return commonProblems.internalError({}, { cause: error });
    }
    if (problem.type.status >= 500) {
      const cause = problem.cause instanceof Error ? problem.cause.message : undefined;
      this.logger.warn({ code: problem.code, cause, requestId: request.id }, 'A request could not be served.');
    }
    if (!commonCodes.has(problem.code) && !this.declaredCodes(request).has(problem.code)) {
      this.logger.error({ code: problem.code, requestId: request.id }, 'The route does not declare this problem.');
      if (this.strict) return commonProblems.undeclaredProblem({}, { cause: problem });
    }
    return problem;
  }
}
