import type { DescMessage, MessageShape } from '@bufbuild/protobuf';
import { applyDecorators, Catch, Controller, UseFilters, type ExceptionFilter } from '@nestjs/common';
import { EventPattern } from '@nestjs/microservices';
import { eventTypeOf, type EventType } from '@huying/contracts';
import { throwError, type Observable } from 'rxjs';
import type { Delivery, DeliveryHandler } from './delivery.js';

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
 * @param only which events of the type concern this method; the others are recorded as handled, and nothing else happens
 * @throws NotAnEventError if the message is not an event
 */
export function On<Desc extends DescMessage>(
  schema: Desc,
  only?: (event: MessageShape<Desc>) => boolean,
): <Handler extends DeliveryHandler<Desc>>(
  target: object,
  name: string | symbol,
  method: TypedPropertyDescriptor<Handler>,
) => void {
  const mark = EventPattern(eventTypeOf(schema).name) as MethodDecorator;
  return (target, name, method) => {
    const handle = method.value;
    if (only && handle) {
      const selecting = function (this: unknown, delivery: Delivery<MessageShape<Desc>>) {
        return only(delivery.event) ? handle.call(this, delivery) : undefined;
      };
      method.value = selecting as typeof handle;
    }
    mark(target, name, method);
  };
}

/** Like `On` for many types at once, for a method that treats them alike. */
export const OnEach = (types: readonly EventType[]): MethodDecorator =>
  EventPattern<string[]>(types.map(({ name }) => name));
