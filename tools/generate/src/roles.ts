import { isOpenRoute, permissions, permissionsOf, roles, type Permission } from '@huying/auth';
import { routesOfService, type ServiceDefinition } from '@huying/http';

const row = (cells: readonly string[]): string => `| ${cells.join(' | ')} |`;

interface Operation {
  readonly service: string;
  readonly permission: Permission | undefined;
  readonly text: string;
}

function operationsOf(service: ServiceDefinition): Operation[] {
  const { name } = service;
  return routesOfService(service)
    .map(({ method, path, permission }) => ({ service: name, permission, text: `\`${method} ${path}\`` }))
    .sort((a, b) => (a.text < b.text ? -1 : 1));
}

/**
 * Who may do what: each permission, the roles that have it, and the operations that require it.
 * @throws Error if an operation requires nothing and is not open, or a permission is required by none
 */
export function roleTable(services: readonly ServiceDefinition[]): string {
  const operations = services.flatMap(operationsOf);
  const rows = permissions.map((permission) => {
    const required = operations.filter((one) => one.permission === permission);
    if (required.length === 0) throw new Error(`No operation requires ${permission}.`);
    const marks = roles.map((role) => (permissionsOf[role].includes(permission) ? '✓' : ''));
    return row([`\`${permission}\``, ...marks, required.map(({ text }) => text).join('<br>')]);
  });
  const open = operations.filter(({ permission }) => permission === undefined);
  const shut = open.filter(({ text }) => !isOpenRoute(text.slice(1, -1).split(' ')[1] ?? ''));
  if (shut.length > 0) throw new Error(`These require no permission: ${shut.map(({ text }) => text).join(', ')}.`);
  return [
    '<!-- Made from libs/auth/src/permissions.ts and the controllers by npm run generate; do not edit. -->',
    '',
    '# Roles',
    '',
    'A caller may do what one of their roles may; through an app with scopes, only what the app may too: a permission is also the name',
    'of its scope. Whose call, claim or case somebody may touch is a matter of that record, and refused as `not-yours` or `404`.',
    'A test asks for every operation as every role (`roles.e2e.spec.ts`).',
    '',
    row(['permission', ...roles, 'operations']),
    row(['---', ...roles.map(() => ':-:'), '---']),
    ...rows,
    '',
    `Open to everybody: ${open.map(({ text }) => text).join(', ')}, health, and the description of the API.`,
    '',
  ].join('\n');
}
