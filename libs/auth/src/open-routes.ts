/**
 * Every path that answers without a token; nothing else does. None of them tells anything of a person or a need:
 * health for the orchestrator, the description of the API for whoever wants to connect, and, for calendar apps, which can send no
 * token, when a venue is taken, to whoever knows the key in the address. What Open311 (GeoReport v2) shows to anybody is only what
 * came in through it, without who and without the door; what writes there wants an API key.
 */
export const openRoutes = [
  '/health/live',
  '/health/ready',
  '/openapi.json',
  '/docs',
  '/docs/*',
  '/v1/calendars/*',
  '/open311/*',
] as const;

/** Whether a URL may be asked without a token. */
export function isOpenRoute(url: string): boolean {
  const path = url.split('?')[0] ?? '';
  return openRoutes.some((open) => (open.endsWith('/*') ? path.startsWith(open.slice(0, -1)) : path === open));
}
