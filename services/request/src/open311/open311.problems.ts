import { problems } from '@huying/http';

/** What Open311 refuses, with the statuses of GeoReport v2: 403 for keys, 404 for what is not known, 400 for all else. */
export const open311Problems = problems('open311', {
  keyMissing: {
    status: 403,
    en: 'The argument api_key is missing.',
    zh: '缺少参数 api_key。',
    remedy: { en: 'Ask the community for an API key.', zh: '请向社区申请 API 密钥。' },
  },
  keyInvalid: {
    status: 403,
    en: 'The api_key is not valid, or not for this jurisdiction_id.',
    zh: 'api_key 无效,或不适用于该 jurisdiction_id。',
    remedy: { en: 'Ask the community for an API key.', zh: '请向社区申请 API 密钥。' },
  },
  jurisdictionMissing: {
    status: 400,
    en: 'The argument jurisdiction_id is missing: several communities answer here.',
    zh: '缺少参数 jurisdiction_id:此处有多个社区。',
  },
  jurisdictionUnknown: {
    status: 404,
    en: 'There is no such jurisdiction_id.',
    zh: '没有这个 jurisdiction_id。',
  },
  serviceUnknown: {
    status: 404,
    en: 'There is no such service_code.',
    zh: '没有这个 service_code。',
    remedy: {
      en: 'Choose a code from GET /open311/v2/services.xml.',
      zh: '请从 GET /open311/v2/services.xml 中选择编码。',
    },
  },
  requestUnknown: {
    status: 404,
    en: 'There is no such service_request_id.',
    zh: '没有这个 service_request_id。',
  },
  formatUnknown: {
    status: 400,
    en: 'The format is xml or json.',
    zh: '格式只能是 xml 或 json。',
  },
  malformedForm: {
    status: 400,
    en: 'The body is not a form in UTF-8.',
    zh: '请求体不是 UTF-8 编码的表单。',
    remedy: {
      en: 'Send application/x-www-form-urlencoded or multipart/form-data.',
      zh: '请以 application/x-www-form-urlencoded 或 multipart/form-data 发送。',
    },
  },
  fileNotTaken: {
    status: 400,
    en: 'Files are not taken here.',
    zh: '此处不接收文件。',
    remedy: {
      en: 'Put the picture where it can be fetched, and send its address as media_url.',
      zh: '请将图片放在可下载的位置,并以 media_url 发送其地址。',
    },
  },
  locationMissing: {
    status: 400,
    en: 'One of these is required: lat and long, address_string, address_id.',
    zh: 'lat 与 long、address_string、address_id 至少须提供一项。',
  },
  descriptionMissing: {
    status: 400,
    en: 'The argument description is missing: this service is told by nothing else.',
    zh: '缺少参数 description:该服务须有文字说明。',
  },
  attributeInvalid: {
    status: 400,
    en: 'The value of attribute[{code}] is not one that the service definition allows, or has more than 500 characters.',
    zh: 'attribute[{code}] 的值不符合服务定义,或超过 500 个字符。',
    remedy: {
      en: 'Read GET /open311/v2/services/{service_code}.xml.',
      zh: '请查看 GET /open311/v2/services/{service_code}.xml。',
    },
  },
  sentBefore: {
    status: 400,
    en: 'Something else was sent under this id before.',
    zh: '此编号先前已用于其他内容。',
    remedy: { en: 'Give each report and each update an id of its own.', zh: '每条报告和每次更新都须有自己的编号。' },
  },
  windowTooLong: {
    status: 400,
    en: 'From start_date to end_date there may be {days} days at most.',
    zh: 'start_date 与 end_date 之间最多 {days} 天。',
  },
  windowBackwards: {
    status: 400,
    en: 'The end_date lies before the start_date.',
    zh: 'end_date 早于 start_date。',
  },
  tooManyIds: {
    status: 400,
    en: 'At most {most} ids may be asked for at once.',
    zh: '一次最多查询 {most} 个编号。',
  },
});

/** What the API refuses about API keys. */
export const open311KeyProblems = problems('open311-key', {
  tooMany: {
    status: 409,
    en: 'A community may have {most} API keys at most.',
    zh: '一个社区最多可有 {most} 个 API 密钥。',
    remedy: { en: 'Revoke one that is not used any more.', zh: '请撤销一个不再使用的密钥。' },
  },
});
