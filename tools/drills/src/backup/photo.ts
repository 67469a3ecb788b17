import { staffOf } from '@huying/tool-demo';

const PIXEL = Buffer.from(
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==',
  'base64',
);

const headersOf = async (url: string) => ({ authorization: `Bearer ${await staffOf({ url }).bearer()}` });

/** Uploads a photo and returns its id. */
export async function uploadPhoto(url: string): Promise<string> {
  const response = await fetch(`${url}/v1/attachments?kind=photo`, {
    method: 'POST',
    headers: { ...(await headersOf(url)), 'content-type': 'image/png' },
    body: PIXEL,
  });
  const { id } = (await response.json()) as { id?: string };
  if (!id) throw new Error(`The photo is refused with ${response.status}.`);
  return id;
}

/** Whether that photo is what was uploaded. */
export async function isPhotoThere(url: string, id: string): Promise<boolean> {
  const response = await fetch(`${url}/v1/attachments/${id}`, { headers: await headersOf(url) });
  return response.ok && Buffer.from(await response.arrayBuffer()).length > 0;
}
