import { createParamDecorator, Injectable, SetMetadata, type CanActivate, type ExecutionContext } from '@nestjs/common';
import { Reflector } from '@nestjs/core';
import type { Caller } from './caller.js';
import { ForbiddenError, UnauthenticatedError } from './errors.js';
import { isOpenRoute } from './open-routes.js';
import type { Permission } from './permissions.js';

const REQUIRED = 'huying:required-permission';

/** A request whose token was verified. */
export interface AuthenticatedRequest {
  caller?: Caller;
}

/** The permission that a route requires. A route without it refuses everybody. */
export const Requires = (permission: Permission): MethodDecorator => SetMetadata(REQUIRED, permission);

/** The permission that a route requires, if it states one. */
export function requiredPermission(handler: object): Permission | undefined {
  return Reflect.getMetadata(REQUIRED, handler) as Permission | undefined;
}

/** The caller, as a parameter of a route. */
export const By = createParamDecorator((_: unknown, context: ExecutionContext): Caller => {
  const { caller } = context.switchToHttp().getRequest<AuthenticatedRequest>();
  if (!caller) throw new UnauthenticatedError('token-missing');
  return caller;
});

/** Lets a caller pass who has the permission that the route requires; nothing is open by default. */
@Injectable()
export class PermissionGuard implements CanActivate {
  constructor(private readonly reflector: Reflector) {}

  canActivate(context: ExecutionContext): boolean {
    if (context.getType() !== 'http') return true; // events come from our own broker
    const { caller, url } = context.switchToHttp().getRequest<AuthenticatedRequest & { url: string }>();
    if (isOpenRoute(url)) return true;
    if (!caller) throw new UnauthenticatedError('token-missing');
    const required = this.reflector.get<Permission | undefined>(REQUIRED, context.getHandler());
    if (!required || !caller.permissions.has(required)) throw new ForbiddenError('permission-missing', required);
    return true;
  }
}
