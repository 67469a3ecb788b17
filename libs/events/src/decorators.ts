import type { DescMessage } from '@bufbuild/protobuf';
import { applyDecorators, Catch, Controller, UseFilters, type ExceptionFilter } from '@nestjs/common';
import { EventPattern } from '@nestjs/microservices';
import { eventTypeOf } from '@huying/contracts';
import { throwError, type Observable } from 'rxjs';
import type { DeliveryHandler } from './delivery.js';

/** Hands a handler's error to the transport as it was thrown; Nest would make "Internal server error" of it. */
@Catch()
class ErrorAsThrown implements ExceptionFilter {
  catch(error: unknown): Observable<never> {
    return throwError(() => error);
  }
}

/** Marks a consumer slice: its `@On` methods are called with the events of this service's topics. List it among the controllers. */
export function Consumer(): ClassDecorator {
  return applyDecorators(Controller(), UseFilters(new ErrorAsThrown()));
}

/**
 * Calls the method for each event of that type, with one `Delivery`, inside the transaction that records the event as handled.
 * It runs again if the transaction fails, so whatever it does outside of `tx` must bear repeating.
 * @throws NotAnEventError if the message is not an event
 */
export function On<Desc extends DescMessage>(
  schema: Desc,
): <Handler extends DeliveryHandler<Desc>>(
  target: object,
  name: string | symbol,
  method: TypedPropertyDescriptor<Handler>,
) => void {
  const mark = EventPattern(eventTypeOf(schema).name) as MethodDecorator;
  return (target, name, method) => void mark(target, name, method);
}
