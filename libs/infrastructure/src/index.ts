export { startServers, type Servers, type StartOptions } from './servers.js';
export { InfrastructureError, type InfrastructureErrorCode } from './errors.js';
export { ADDRESS_VARIABLES, TITLES, type ServerName, type ServerOrigin } from './servers.types.js';
export { startObjectStore, type ObjectStore } from './object-store.js';
export { removeData } from './remove-data.js';
export { onParentGone } from './parent.js';
