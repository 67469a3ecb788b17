import { requiredPermission, type Permission } from '@huying/auth';
import { RequestMethod, type Type } from '@nestjs/common';
import { METHOD_METADATA, MODULE_METADATA, PATH_METADATA } from '@nestjs/common/constants.js';
import type { ServiceDefinition } from './service.js';

/** A route as its controller declares it, documented or not. */
export interface DeclaredRoute {
  /** `GET`. */
  readonly method: string;
  /** With parameters: `/v1/needs/:needId`. */
  readonly path: string;
  /** What a caller must be permitted; without it the route is open, or refuses everybody. */
  readonly permission: Permission | undefined;
}

const asList = (value: unknown): string[] =>
  Array.isArray(value) ? (value as string[]) : [typeof value === 'string' ? value : ''];

/**
 * The routes of a controller, from the controller itself: one that the API's description leaves out counts too.
 * @param foreignPrefix below it stands what is answered in the form of a standard, outside our version
 */
export function routesOfController(controller: Type, foreignPrefix?: string): DeclaredRoute[] {
  const routes: DeclaredRoute[] = [];
  const prototype = controller.prototype as Record<string, object>;
  for (const name of Object.getOwnPropertyNames(prototype)) {
    const handler = prototype[name];
    if (typeof handler !== 'function') continue;
    const method = Reflect.getMetadata(METHOD_METADATA, handler) as RequestMethod | undefined;
    if (method === undefined) continue;
    for (const base of asList(Reflect.getMetadata(PATH_METADATA, controller))) {
      for (const own of asList(Reflect.getMetadata(PATH_METADATA, handler))) {
        const steps = [base, own].flatMap((part) => part.split('/')).filter((step) => step !== '');
        const whole = `/${steps.join('/')}`;
        const isOfOurs = steps[0] !== 'health' && !(foreignPrefix && whole.startsWith(`${foreignPrefix}/`));
        const path = isOfOurs ? `/v1${whole}` : whole;
        routes.push({ method: RequestMethod[method], path, permission: requiredPermission(handler) });
      }
    }
  }
  return routes;
}

/** The routes of a service's module and of those that it imports, without anything being started. */
export function routesOfService({
  module,
  foreignApi,
}: Pick<ServiceDefinition, 'module' | 'foreignApi'>): DeclaredRoute[] {
  const parts = (of: Type, kind: string): Type[] => (Reflect.getMetadata(kind, of) ?? []) as Type[];
  const modules = new Set([module]);
  for (const one of modules) {
    for (const imported of parts(one, MODULE_METADATA.IMPORTS)) {
      if (typeof imported === 'function') modules.add(imported);
    }
  }
  return [...modules]
    .flatMap((one) => parts(one, MODULE_METADATA.CONTROLLERS))
    .flatMap((one) => routesOfController(one, foreignApi?.prefix));
}
