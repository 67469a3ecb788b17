/**
 * Every path that answers without a token; nothing else does. None of them tells anything of a person or a need:
 * health for the orchestrator, the description of the API for whoever wants to connect.
 */
export const openRoutes = ['/health/live', '/health/ready', '/openapi.json', '/docs', '/docs/*'] as const;

/** Whether a URL may be asked without a token. */
export function isOpenRoute(url: string): boolean {
  const path = url.split('?')[0] ?? '';
  return openRoutes.some((open) => (open.endsWith('/*') ? path.startsWith(open.slice(0, -1)) : path === open));
}
