import { problems } from '@huying/http';

/** What the API refuses about attachments. */
export const attachmentProblems = problems('attachment', {
  empty: {
    status: 422,
    en: 'The file is empty.',
    zh: '文件为空。',
  },
  tooLarge: {
    status: 413,
    en: 'The file has more than {most} bytes.',
    zh: '文件超过 {most} 字节。',
    remedy: { en: 'Make the picture smaller, or send fewer pages at once.', zh: '请缩小图片,或分次上传较少的页数。' },
  },
  notThatKind: {
    status: 415,
    en: 'The file is not what it is said to be: a {kind} is one of {types}.',
    zh: '文件内容与类型不符:{kind} 只接受 {types}。',
    remedy: {
      en: 'Send the file as it is, with its own content type.',
      zh: '请按文件原样发送,并使用其自身的内容类型。',
    },
  },
  storageUnavailable: {
    status: 503,
    en: 'Files cannot be stored or read right now.',
    zh: '文件存储暂时不可用,请稍后重试。',
    remedy: { en: 'Try again in a moment; nothing else is affected.', zh: '请稍后重试,其他功能不受影响。' },
    retryAfter: 5,
  },
  unknown: {
    status: 422,
    en: 'There is no such {kind} of yours that is still free.',
    zh: '没有可用的 {kind} 附件:须由本人上传,且未用于其他事项。',
    remedy: {
      en: 'Upload it with POST /v1/attachments, and name it within a day.',
      zh: '请先用 POST /v1/attachments 上传,并在一天之内引用。',
    },
  },
});
