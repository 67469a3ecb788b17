import { permissions, permissionsOf, roles, type Permission } from '@huying/auth';

/** What a mapper of Keycloak puts into an access token. */
const mapper = (name: string, protocolMapper: string, config: Readonly<Record<string, string>>) => ({
  name,
  protocol: 'openid-connect',
  protocolMapper,
  config: { 'access.token.claim': 'true', 'id.token.claim': 'false', 'introspection.token.claim': 'true', ...config },
});

const subject = mapper('subject', 'oidc-sub-mapper', {});

/** What the platform reads in a token beside its scopes: libs/auth/src/caller.ts. */
const claims = {
  name: 'huying',
  description: 'Who somebody is in which community',
  protocol: 'openid-connect',
  attributes: { 'include.in.token.scope': 'false' },
  protocolMappers: [
    subject,
    mapper('audience', 'oidc-audience-mapper', { 'included.custom.audience': 'huying' }),
    mapper('roles', 'oidc-usermodel-realm-role-mapper', {
      'claim.name': 'roles',
      'jsonType.label': 'String',
      multivalued: 'true',
    }),
    mapper('community', 'oidc-usermodel-attribute-mapper', {
      'user.attribute': 'community',
      'claim.name': 'community',
      'jsonType.label': 'String',
      multivalued: 'false',
    }),
  ],
};

/** A scope that a client app may ask for; it is given to those who have one of the roles that hold the permission. */
const scopeOf = (permission: Permission) => ({
  name: permission,
  protocol: 'openid-connect',
  attributes: { 'include.in.token.scope': 'true', 'display.on.consent.screen': 'true' },
});

// A community is the boundary of everything that somebody sees: nobody sets their own.
const profile = {
  attributes: [
    ...['username', 'email', 'firstName', 'lastName'].map((name) => ({
      name,
      permissions: { view: ['admin', 'user'], edit: ['admin', 'user'] },
    })),
    {
      name: 'community',
      displayName: 'Community',
      permissions: { view: ['admin', 'user'], edit: ['admin'] },
      validations: { length: { min: 1, max: 100 } },
    },
  ],
};

/** What everybody has beside their roles: their own account. */
const DEFAULT_ROLE = 'default-roles-huying';
const own = ['manage-account', 'view-profile'];

/**
 * The pages where people change their password and name. Keycloak makes these two clients itself, but in a realm that brings scopes of its own
 * without the mappers that their tokens need: everybody is shown the pages, and refused whatever they ask there.
 */
const accountClients = [
  { clientId: 'account', protocolMappers: [] },
  {
    clientId: 'account-console',
    protocolMappers: [
      subject,
      mapper('audience', 'oidc-audience-resolve-mapper', {}),
      mapper('roles', 'oidc-usermodel-client-role-mapper', {
        'usermodel.clientRoleMapping.clientId': 'account',
        'claim.name': 'resource_access.account.roles',
        'jsonType.label': 'String',
        multivalued: 'true',
      }),
    ],
  },
].map(({ clientId, protocolMappers }) => ({
  clientId,
  name: `\${client_${clientId}}`,
  publicClient: true,
  standardFlowEnabled: true,
  directAccessGrantsEnabled: false,
  implicitFlowEnabled: false,
  fullScopeAllowed: false,
  rootUrl: '${authBaseUrl}',
  baseUrl: '/realms/huying/account/',
  redirectUris: ['/realms/huying/account/*'],
  attributes: { 'pkce.code.challenge.method': 'S256', 'post.logout.redirect.uris': '+' },
  protocolMappers,
  defaultClientScopes: [],
  optionalClientScopes: [],
}));

/**
 * The realm of Keycloak for a platform: its roles, every permission as a scope of those roles that hold it, and an app for people. It has no
 * user and no password.
 */
export function realm(): string {
  const whole = {
    realm: 'huying',
    enabled: true,
    displayName: 'Huying 呼应',
    // Keycloak asks for TLS of everybody who does not come from a private network.
    sslRequired: 'external',
    registrationAllowed: false,
    bruteForceProtected: true,
    accessTokenLifespan: 300,
    passwordPolicy: 'length(12) and notUsername()',
    internationalizationEnabled: true,
    supportedLocales: ['zh-CN', 'en'],
    defaultLocale: 'zh-CN',
    defaultRole: { name: DEFAULT_ROLE },
    roles: {
      realm: [
        ...roles.map((name) => ({ name, description: `${permissionsOf[name].length} permissions` })),
        { name: DEFAULT_ROLE, composite: true, composites: { client: { account: own } } },
      ],
      client: { account: own.map((name) => ({ name, description: `\${role_${name}}` })) },
    },
    clientScopes: [claims, ...permissions.map(scopeOf)],
    defaultDefaultClientScopes: [claims.name],
    scopeMappings: permissions.map((permission) => ({
      clientScope: permission,
      roles: roles.filter((role) => permissionsOf[role].includes(permission)),
    })),
    clientScopeMappings: { account: [{ client: 'account-console', roles: own }] },
    clients: [
      ...accountClients,
      {
        clientId: 'huying-app',
        name: 'People',
        publicClient: true,
        standardFlowEnabled: true,
        directAccessGrantsEnabled: false,
        implicitFlowEnabled: false,
        fullScopeAllowed: true,
        // Keycloak puts the variable in at the import.
        redirectUris: ['${APP_URL}/*'],
        webOrigins: ['+'],
        attributes: { 'pkce.code.challenge.method': 'S256' },
        defaultClientScopes: [claims.name],
        optionalClientScopes: permissions,
      },
    ],
    components: {
      'org.keycloak.userprofile.UserProfileProvider': [
        { providerId: 'declarative-user-profile', config: { 'kc.user.profile.config': [JSON.stringify(profile)] } },
      ],
    },
  };
  return `${JSON.stringify(whole, null, 2)}\n`;
}
