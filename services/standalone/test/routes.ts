import { RequestMethod } from '@nestjs/common';
import { METHOD_METADATA, PATH_METADATA } from '@nestjs/common/constants.js';
import { ModulesContainer } from '@nestjs/core';
import type { RunningService } from '@huying/http';

/** A route as the router knows it, documented or not. */
export interface Route {
  readonly service: string;
  readonly method: string;
  /** With parameters: `/v1/needs/:needId`. */
  readonly path: string;
}

const asList = (value: unknown): string[] =>
  Array.isArray(value) ? (value as string[]) : [typeof value === 'string' ? value : ''];

/** Every route of a service, from its controllers themselves: one that the API's description leaves out counts too. */
export function routesOf({ app, definition }: RunningService): Route[] {
  const routes: Route[] = [];
  for (const module of app.get(ModulesContainer).values()) {
    for (const { metatype } of module.controllers.values()) {
      if (!metatype) continue;
      const prototype = metatype.prototype as Record<string, object>;
      for (const name of Object.getOwnPropertyNames(prototype)) {
        const handler = prototype[name];
        if (typeof handler !== 'function') continue;
        const method = Reflect.getMetadata(METHOD_METADATA, handler) as RequestMethod | undefined;
        if (method === undefined) continue;
        for (const base of asList(Reflect.getMetadata(PATH_METADATA, metatype))) {
          for (const own of asList(Reflect.getMetadata(PATH_METADATA, handler))) {
            const steps = [base, own].flatMap((part) => part.split('/')).filter((step) => step !== '');
            const path = steps[0] === 'health' ? `/${steps.join('/')}` : `/v1/${steps.join('/')}`;
            routes.push({ service: definition.name, method: RequestMethod[method], path });
          }
        }
      }
    }
  }
  return routes;
}

/** A path of that route, with something in the place of its parameters. */
export function pathOf({ path }: Pick<Route, 'path'>, value = '01a206e7-847b-76b2-9273-ca0382684560'): string {
  return path.replaceAll(/:\w+|\{\w+\}/g, value);
}
