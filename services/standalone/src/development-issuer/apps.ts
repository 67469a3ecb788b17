import { permissions, type Permission } from '@huying/auth';

/** The grant by which anybody may be anybody: that is what makes the issuer one for development only. */
export const DEVELOPMENT_GRANT = 'urn:huying:development';

/** The client through which people of this machine get tokens for persons. */
export const DEVELOPMENT_CLIENT = 'huying-development';

/** An app as the issuer knows it; fields as OIDC's dynamic registration names them, and the app's community. */
export interface App {
  readonly client_id: string;
  readonly client_name: string;
  readonly client_secret?: string;
  readonly token_endpoint_auth_method: 'none' | 'client_secret_basic';
  readonly grant_types: readonly string[];
  readonly response_types: readonly never[];
  readonly redirect_uris: readonly never[];
  readonly scope: string;
  /** The community for which the app acts when no person does. */
  readonly community: string;
}

function thirdParty(id: string, name: string, scopes: readonly Permission[]): App {
  return {
    client_id: id,
    client_name: name,
    client_secret: `${id}-secret-for-development`,
    token_endpoint_auth_method: 'client_secret_basic',
    grant_types: ['client_credentials'],
    response_types: [],
    redirect_uris: [],
    scope: scopes.join(' '),
    community: 'xishan',
  };
}

/** The apps that the development issuer knows: one for persons, and two third parties with their scopes. */
export const apps: readonly App[] = [
  {
    client_id: DEVELOPMENT_CLIENT,
    client_name: 'Persons of the development issuer',
    token_endpoint_auth_method: 'none',
    grant_types: [DEVELOPMENT_GRANT],
    response_types: [],
    redirect_uris: [],
    scope: permissions.join(' '),
    community: 'xishan',
  },
  thirdParty('neighbourhood-app', '邻里 app', ['catalogue:read', 'needs:read', 'places:read', 'calls:create']),
  thirdParty('grid-management', '网格管理平台', ['catalogue:read', 'needs:read', 'calls:create', 'needs:raise']),
];
