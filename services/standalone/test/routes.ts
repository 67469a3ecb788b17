import { ModulesContainer } from '@nestjs/core';
import { routesOfController, type DeclaredRoute, type RunningService } from '@huying/http';

/** A route as the router of a running service knows it, documented or not. */
export interface Route extends DeclaredRoute {
  readonly service: string;
}

/** Every route of a running service, those of the parts that all services share too. */
export function routesOf({ app, definition }: RunningService): Route[] {
  return [...app.get(ModulesContainer).values()]
    .flatMap((module) => [...module.controllers.values()])
    .flatMap(({ metatype }) =>
      typeof metatype === 'function' ? routesOfController(metatype as never, definition.foreignApi?.prefix) : [],
    )
    .map((route) => ({ ...route, service: definition.name }));
}

/** A path of that route, with something in the place of its parameters. */
export function pathOf({ path }: Pick<Route, 'path'>, value = '01a206e7-847b-76b2-9273-ca0382684560'): string {
  return path.replaceAll(/:\w+|\{\w+\}/g, value);
}
