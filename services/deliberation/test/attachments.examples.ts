import { type Body, expectBody, type TestAnswer, type TestRequest, type TestService } from '@huying/testing';

/** The smallest picture there is, a dot; with more behind it, as pictures have. */
export const picture = (more = ''): Buffer =>
  Buffer.concat([
    Buffer.from(
      'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==',
      'base64',
    ),
    Buffer.from(more),
  ]);

export const upload = (
  api: TestService,
  by: TestRequest,
  { kind = 'photo', type = 'image/png', content = picture() }: { kind?: string; type?: string; content?: Buffer } = {},
): Promise<TestAnswer> =>
  api.post(`/v1/attachments?kind=${kind}`, content, { ...by, headers: { ...by.headers, 'content-type': type } });

/** A file that somebody has uploaded. */
export const uploaded = async (
  api: TestService,
  by: TestRequest,
  file: Parameters<typeof upload>[2] = {},
): Promise<Body> => expectBody(await upload(api, by, file));
