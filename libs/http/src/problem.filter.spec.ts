import { ForbiddenError, IssuerUnavailableError, UnauthenticatedError } from '@huying/auth';
import { DatabaseUnavailableError, RowNotFoundError } from '@huying/database';
import { BadRequestException, NotFoundException, ServiceUnavailableException } from '@nestjs/common';
import { describe, expect, it } from '@jest/globals';
import { commonProblems } from './common.problems.js';
import { problemOf } from './problem.filter.js';

const fastifyError = (code: string, statusCode: number) => Object.assign(new Error(code), { code, statusCode });

describe('what an error means to a client', () => {
  it.each([
    [commonProblems.changedMeanwhile(), 'changed-meanwhile'],
    [new UnauthenticatedError('token-missing'), 'token-missing'],
    [new UnauthenticatedError('token-expired'), 'token-expired'],
    [new UnauthenticatedError('token-invalid'), 'token-invalid'],
    [new UnauthenticatedError('token-audience'), 'token-audience'],
    [new UnauthenticatedError('token-without-community'), 'token-without-community'],
    [new ForbiddenError('permission-missing'), 'permission-missing'],
    [new ForbiddenError('not-yours'), 'not-yours'],
    [new IssuerUnavailableError('down'), 'issuer-unavailable'],
    [new RowNotFoundError('needs'), 'not-found'],
    [new DatabaseUnavailableError('down'), 'service-unavailable'],
    [Object.assign(new Error(), { code: 'ECONNREFUSED' }), 'service-unavailable'],
    [fastifyError('FST_ERR_CTP_INVALID_JSON_BODY', 400), 'malformed-json'],
    [fastifyError('FST_ERR_CTP_EMPTY_JSON_BODY', 400), 'malformed-json'],
    [fastifyError('FST_ERR_CTP_INVALID_CONTENT_LENGTH', 400), 'malformed-json'],
    [fastifyError('FST_ERR_CTP_BODY_TOO_LARGE', 413), 'body-too-large'],
    [fastifyError('FST_ERR_CTP_INVALID_MEDIA_TYPE', 415), 'unsupported-media-type'],
    [fastifyError('FST_ERR_BAD_URL', 400), 'route-not-found'],
    [fastifyError('FST_ERR_MAX_PARAM_LENGTH', 414), 'route-not-found'],
    [new NotFoundException(), 'route-not-found'],
    [new BadRequestException(), 'malformed-json'],
    [new ServiceUnavailableException(), 'service-unavailable'],
  ])('%s is a problem', (error, code) => expect(problemOf(error, 1_024)?.code).toBe(code));

  it('says how large a body may be', () => {
    expect(problemOf(fastifyError('FST_ERR_CTP_BODY_TOO_LARGE', 413), 1_024)?.parameters).toEqual({ limit: 1_024 });
  });

  it.each([new Error('boom'), new TypeError('boom'), 'boom', undefined, null, { code: 7 }])(
    'nobody foresaw %p',
    (error) => expect(problemOf(error, 1_024)).toBeUndefined(),
  );
});
