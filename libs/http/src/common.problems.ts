import { problems } from './problems.js';

/** What any route may answer. */
export const commonProblems = problems('', {
  malformedJson: {
    status: 400,
    en: 'The body is not valid JSON.',
    zh: '请求体不是有效的 JSON。',
    remedy: { en: 'Send a JSON object, encoded as UTF-8.', zh: '请发送 UTF-8 编码的 JSON 对象。' },
  },
  invalidInput: {
    status: 422,
    en: 'Some of the input is not acceptable; `errors` lists every violation.',
    zh: '输入内容不符合要求,详见 errors。',
    remedy: {
      en: 'Mend what `errors` names, each by its JSON pointer.',
      zh: '请按 JSON 指针逐项修改 `errors` 所列的内容。',
    },
  },
  malformedId: {
    status: 400,
    en: 'The id in the path is not a UUID.',
    zh: '路径中的编号不是有效的 UUID。',
    remedy: { en: 'Use the id as the API gave it.', zh: '请使用 API 给出的编号。' },
  },
  malformedCursor: {
    status: 400,
    en: 'The cursor is not one that this list has given.',
    zh: '分页游标无效。',
    remedy: {
      en: 'Take the cursor from the `Link` header or `nextCursor` of the page before.',
      zh: '请使用上一页 `Link` 响应头或 `nextCursor` 中的游标。',
    },
  },
  bodyTooLarge: {
    status: 413,
    en: 'The body is larger than allowed ({limit} bytes).',
    zh: '请求体超过允许的大小({limit} 字节)。',
    remedy: { en: 'Send less at once.', zh: '请减少单次发送的内容。' },
  },
  unsupportedMediaType: {
    status: 415,
    en: 'The content type is not one that this route reads, which as a rule is application/json.',
    zh: '不支持该内容类型,一般应为 application/json。',
    remedy: {
      en: 'Send `application/json` (an import of lines: `application/x-ndjson`).',
      zh: '请发送 `application/json`(按行导入时为 `application/x-ndjson`)。',
    },
  },
  routeNotFound: {
    status: 404,
    en: 'There is no such route.',
    zh: '没有这个接口。',
    remedy: { en: 'See the API reference at /docs.', zh: '请查看 /docs 中的接口文档。' },
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
    remedy: { en: 'Read it again, and send your change with the new ETag.', zh: '请重新读取,并用新的 ETag 提交修改。' },
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
    remedy: { en: 'Wait as long as Retry-After says.', zh: '请等待 Retry-After 所示的时间。' },
  },
  idempotencyKeyRequired: {
    status: 400,
    en: 'This request needs the header Idempotency-Key.',
    zh: '此请求需要 Idempotency-Key 请求头。',
    remedy: {
      en: 'Send a new UUID with each new wish, and the same one with each repeat of it.',
      zh: '每个新的意愿使用一个新的 UUID,重试时使用同一个。',
    },
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
    remedy: {
      en: 'Wait as long as Retry-After says and repeat the request.',
      zh: '请等待 Retry-After 所示的时间后重试。',
    },
    retryAfter: 1,
  },
  idempotencyKeyReused: {
    status: 422,
    en: 'This Idempotency-Key was used for a different request.',
    zh: '该 Idempotency-Key 已用于另一个不同的请求。',
    remedy: { en: 'Use a new key for a new wish.', zh: '新的意愿请使用新的键。' },
  },
  tokenMissing: {
    status: 401,
    en: 'This request needs a bearer token.',
    zh: '此请求需要访问令牌。',
    remedy: { en: 'Send `Authorization: Bearer …`.', zh: '请发送 `Authorization: Bearer …`。' },
  },
  tokenExpired: {
    status: 401,
    en: 'The token has expired.',
    zh: '访问令牌已过期。',
    remedy: { en: 'Get a new token.', zh: '请获取新的令牌。' },
  },
  tokenInvalid: {
    status: 401,
    en: 'The token is not valid: it was changed, or another issuer gave it.',
    zh: '访问令牌无效:内容被改动,或由其他机构签发。',
    remedy: { en: 'Get a new token of the issuer of this platform.', zh: '请向本平台的签发机构获取新的令牌。' },
  },
  tokenAudience: {
    status: 401,
    en: 'The token was issued for another service.',
    zh: '访问令牌不是为本服务签发的。',
    remedy: {
      en: 'Ask the issuer for a token with the audience of this API.',
      zh: '请向签发机构申请受众为本 API 的令牌。',
    },
  },
  tokenWithoutCommunity: {
    status: 401,
    en: 'The token names no community.',
    zh: '访问令牌未指明社区。',
    remedy: { en: 'Ask the issuer to add the claim `community`.', zh: '请签发机构在令牌中加入 `community` 声明。' },
  },
  permissionMissing: {
    status: 403,
    en: 'Your role or app does not have the permission for this.',
    zh: '您的角色或应用没有此权限。',
    remedy: {
      en: '`permission` names what is missing and the roles that have it: use a token of such a role; an app also needs the scope of that name.',
      zh: '`permission` 写明所缺的权限和具有该权限的角色:请使用此类角色的令牌;应用还须具有同名的 scope。',
    },
  },
  notYours: { status: 403, en: 'This belongs to somebody else.', zh: '这属于他人,您无权操作。' },
  serviceUnavailable: {
    status: 503,
    en: 'The service cannot answer at the moment; nothing was changed unless you hear otherwise on repeating.',
    zh: '服务暂时不可用,请稍后重试。',
    remedy: {
      en: 'Repeat with the same Idempotency-Key after Retry-After seconds.',
      zh: '请在 Retry-After 所示秒数后,用同一个 Idempotency-Key 重试。',
    },
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
