import type { CallHandler, ExecutionContext, NestInterceptor } from '@nestjs/common';
import type { FastifyRequest } from 'fastify';
import type { Observable } from 'rxjs';

/** Remembers which handler a request went to, so that the problem filter knows which problems the route declares. */
export class HandlerRecorder implements NestInterceptor {
  constructor(private readonly handlers: WeakMap<FastifyRequest, object>) {}

  intercept(context: ExecutionContext, next: CallHandler): Observable<unknown> {
    if (context.getType() === 'http') {
      this.handlers.set(context.switchToHttp().getRequest<FastifyRequest>(), context.getHandler());
    }
    return next.handle();
  }
}
