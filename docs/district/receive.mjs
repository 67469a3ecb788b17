/*
  Receives the events of a community, with nothing but Node.js: node receive.mjs

  HUYING_SECRET  of the webhook, whsec_…; while one is being replaced either of the two
  PORT           where to listen (default: 9000)

  The package `standardwebhooks` of npm does what isGenuine does.
*/
import { createHmac, timingSafeEqual } from 'node:crypto';
import { createServer } from 'node:http';

const [, base64] = /^(?:whsec_)?([A-Za-z0-9+/]+={0,2})$/.exec(process.env.HUYING_SECRET ?? '') ?? [];
if (!base64) {
  console.error('HUYING_SECRET must be the secret of the webhook: whsec_ and Base64, as it was shown once.');
  process.exit(1);
}
const secret = Buffer.from(base64, 'base64');
const seen = new Set(); // in earnest a table with the id as its key, in the database of what is done with events

/** Standard Webhooks: HMAC-SHA256 of id, timestamp and the body as it came; not older than five minutes. */
function isGenuine(headers, body) {
  const timestamp = headers['webhook-timestamp'] ?? '';
  if (!/^\d+$/.test(timestamp) || Math.abs(Date.now() / 1000 - Number(timestamp)) > 300) return false;
  const hmac = createHmac('sha256', secret).update(`${headers['webhook-id']}.${timestamp}.`).update(body);
  const right = Buffer.from(`v1,${hmac.digest('base64')}`);
  const given = (headers['webhook-signature'] ?? '').split(' ').map((one) => Buffer.from(one));
  return given.some((one) => one.length === right.length && timingSafeEqual(one, right));
}

createServer(async (request, response) => {
  const chunks = [];
  for await (const chunk of request) chunks.push(chunk);
  const body = Buffer.concat(chunks);
  if (!isGenuine(request.headers, body)) return void response.writeHead(401).end();
  const event = JSON.parse(body);
  if (!seen.has(event.id)) console.log(JSON.stringify(event));
  seen.add(event.id);
  response.writeHead(204).end();
}).listen(Number(process.env.PORT ?? 9000), '127.0.0.1');
