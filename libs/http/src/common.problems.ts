import { problems } from './problems.js';

/** What any route may answer. */
export const commonProblems = problems('', {
  malformedJson: {
    status: 400,
    en: 'The body is not valid JSON.',
    zh: '请求体不是有效的 JSON。',
    remedy: 'Send a JSON object, encoded as UTF-8.',
  },
  invalidInput: {
    status: 422,
    en: 'Some of the input is not acceptable; `errors` lists every violation.',
    zh: '输入内容不符合要求,详见 errors。',
    remedy: 'Mend what `errors` names, each by its JSON pointer.',
  },
  malformedId: {
    status: 400,
    en: 'The id in the path is not a UUID.',
    zh: '路径中的编号不是有效的 UUID。',
    remedy: 'Use the id as the API gave it.',
  },
  malformedCursor: {
    status: 400,
    en: 'The cursor is not one that this list has given.',
    zh: '分页游标无效。',
    remedy: 'Take the cursor from the `Link` header or `nextCursor` of the page before.',
  },
  bodyTooLarge: {
    status: 413,
    en: 'The body is larger than allowed ({limit} bytes).',
    zh: '请求体超过允许的大小({limit} 字节)。',
    remedy: 'Send less at once.',
  },
  unsupportedMediaType: {
    status: 415,
    en: 'The content type is not one that this route reads.',
    zh: '不支持该内容类型。',
    remedy: 'Send `application/json` (an import of lines: `application/x-ndjson`).',
  },
  routeNotFound: {
    status: 404,
    en: 'There is no such route.',
    zh: '没有这个接口。',
    remedy: 'See the API reference at /docs.',
  },
  notFound: {
    status: 404,
    en: 'Nothing with this id exists in your community.',
    zh: '在您的社区中找不到该编号对应的内容。',
  },
  changedMeanwhile: {
    status: 412,
    en: 'Somebody else has changed this meanwhile.',
    zh: '内容已被他人修改。',
    remedy: 'Read it again, and send your change with the new ETag.',
  },
  ifMatchRequired: {
    status: 428,
    en: 'This change needs the header If-Match with the ETag you read.',
    zh: '此修改需要 If-Match 请求头,值为读取时得到的 ETag。',
  },
  tooManyRequests: {
    status: 429,
    en: 'Too many requests; try again in {seconds} seconds.',
    zh: '请求过于频繁,请在 {seconds} 秒后重试。',
    remedy: 'Wait as long as Retry-After says.',
  },
  idempotencyKeyRequired: {
    status: 400,
    en: 'This request needs the header Idempotency-Key.',
    zh: '此请求需要 Idempotency-Key 请求头。',
    remedy: 'Send a new UUID with each new wish, and the same one with each repeat of it.',
  },
  idempotencyKeyMalformed: {
    status: 400,
    en: 'The Idempotency-Key must be 1 to 255 visible ASCII characters.',
    zh: 'Idempotency-Key 须为 1 至 255 个可见 ASCII 字符。',
  },
  idempotencyKeyInFlight: {
    status: 409,
    en: 'The same request is still being answered.',
    zh: '相同的请求正在处理中。',
    remedy: 'Wait as long as Retry-After says and repeat the request.',
    retryAfter: 1,
  },
  idempotencyKeyReused: {
    status: 422,
    en: 'This Idempotency-Key was used for a different request.',
    zh: '该 Idempotency-Key 已用于另一个不同的请求。',
    remedy: 'Use a new key for a new wish.',
  },
  tokenMissing: {
    status: 401,
    en: 'This request needs a bearer token.',
    zh: '此请求需要访问令牌。',
    remedy: 'Send `Authorization: Bearer …`.',
  },
  tokenExpired: { status: 401, en: 'The token has expired.', zh: '访问令牌已过期。', remedy: 'Get a new token.' },
  tokenInvalid: { status: 401, en: 'The token is not valid.', zh: '访问令牌无效。', remedy: 'Get a new token.' },
  tokenAudience: {
    status: 401,
    en: 'The token was issued for another service.',
    zh: '访问令牌不是为本服务签发的。',
    remedy: 'Ask the issuer for a token with the audience of this API.',
  },
  tokenWithoutCommunity: {
    status: 401,
    en: 'The token names no community.',
    zh: '访问令牌未指明社区。',
    remedy: 'Ask the issuer to add the claim `community`.',
  },
  permissionMissing: {
    status: 403,
    en: 'Your role or app does not have the permission for this.',
    zh: '您的角色或应用没有此权限。',
  },
  notYours: { status: 403, en: 'This belongs to somebody else.', zh: '这属于他人,您无权操作。' },
  serviceUnavailable: {
    status: 503,
    en: 'The service cannot answer at the moment; nothing was changed unless you hear otherwise on repeating.',
    zh: '服务暂时不可用,请稍后重试。',
    remedy: 'Repeat with the same Idempotency-Key after Retry-After seconds.',
    retryAfter: 2,
  },
  issuerUnavailable: {
    status: 503,
    en: 'Tokens cannot be checked at the moment.',
    zh: '暂时无法校验访问令牌。',
    retryAfter: 2,
  },
  internalError: {
    status: 500,
    en: 'Something went wrong on our side; the request id helps us to find it.',
    zh: '服务器内部错误,请提供请求编号以便排查。',
  },
  undeclaredProblem: {
    status: 500,
    en: 'The route answered a problem that it does not declare.',
    zh: '接口返回了未声明的错误。',
  },
});
