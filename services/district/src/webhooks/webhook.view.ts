import { ApiProperty } from '@nestjs/swagger';
import { Flag, shown, Text } from '@huying/http';
import { ArrayMaxSize, ArrayMinSize, ArrayUnique, IsArray, IsOptional } from 'class-validator';
import { EventTypes, exampleTypes } from '../feed/event-types.js';
import {
  attemptErrors,
  deliveryKinds,
  deliveryStates,
  webhookStates,
  type AttemptError,
  type DeliveryKind,
  type DeliveryState,
  type Webhook,
  type WebhookAttempt,
  type WebhookDelivery,
  type WebhookState,
} from './webhook.entity.js';

/** A webhook as it is made. */
export class WebhookDto {
  @Text({
    max: 2_000,
    example: 'https://receiver.example.org/huying',
    description: 'https; no user, password, fragment',
  })
  url!: string;

  @Text({ max: 200, required: false, blank: true, example: '街道办事处工单系统' })
  description?: string;

  @ApiProperty({
    type: [String],
    required: false,
    nullable: true,
    description:
      'Only events of these types, the short name is enough; left out or null: all, those of later versions too',
    example: exampleTypes,
  })
  @IsOptional()
  @IsArray()
  @ArrayMinSize(1)
  @ArrayMaxSize(200)
  @ArrayUnique()
  @EventTypes()
  types?: string[] | null;

  @Flag({
    required: false,
    description:
      'Whether an event waits until those before it of the same subject are delivered or given up; default: no',
  })
  ordered?: boolean;
}

export class WebhookView {
  @ApiProperty({ format: 'uuid' })
  id!: string;

  @ApiProperty({ description: 'Also the ETag' })
  version!: number;

  @ApiProperty()
  url!: string;

  @ApiProperty()
  description!: string;

  @ApiProperty({ type: [String], nullable: true, description: 'Null: all' })
  types!: string[] | null;

  @ApiProperty()
  ordered!: boolean;

  @ApiProperty({
    enum: webhookStates,
    description: '`paused` by you; `disabled` since nothing got through for days; `ended` by 410, for good',
  })
  state!: WebhookState;

  @ApiProperty({ format: 'date-time' })
  stateSince!: string;

  @ApiProperty({ description: '`sequence` of the last event of the feed that was put on its way' })
  position!: string;

  @ApiProperty({ description: 'Attempts that failed since the last one that did not' })
  failures!: number;

  @ApiProperty({ type: String, nullable: true, format: 'date-time' })
  lastDeliveredAt!: string | null;

  @ApiProperty({
    type: String,
    nullable: true,
    format: 'date-time',
    description: 'Until then the old secret signs too',
  })
  previousSecretUntil!: string | null;

  @ApiProperty({ format: 'date-time' })
  createdAt!: string;
}

export class NewWebhookView extends WebhookView {
  @ApiProperty({ example: 'whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw', description: 'Shown this once' })
  secret!: string;
}

export class AttemptView {
  @ApiProperty({ format: 'date-time' })
  at!: string;

  @ApiProperty({ type: Number, nullable: true, description: 'Null: there was no answer' })
  status!: number | null;

  @ApiProperty()
  milliseconds!: number;

  @ApiProperty({ enum: attemptErrors, nullable: true, description: 'Null: it was taken' })
  error!: AttemptError | null;
}

export class DeliveryView {
  @ApiProperty({ format: 'uuid' })
  id!: string;

  @ApiProperty({ enum: deliveryKinds, description: '`again`: by hand; `test`: an event of nothing, tried once' })
  kind!: DeliveryKind;

  @ApiProperty({ format: 'uuid', description: 'The `webhook-id`' })
  eventId!: string;

  @ApiProperty()
  type!: string;

  @ApiProperty()
  subject!: string;

  @ApiProperty({ enum: deliveryStates })
  state!: DeliveryState;

  @ApiProperty({ format: 'date-time' })
  createdAt!: string;

  @ApiProperty({ type: String, nullable: true, format: 'date-time', description: 'Of one that waits' })
  nextAttemptAt!: string | null;

  @ApiProperty({ type: [AttemptView], description: 'The oldest first' })
  attempts!: AttemptView[];
}

export const webhookView = (webhook: Webhook): WebhookView => {
  const { id, version, url, description, types, ordered, state, position, failures } = webhook;
  return {
    ...{
      id,
      version,
      url,
      description,
      types,
      ordered,
      state,
      stateSince: shown(webhook.stateSince),
      position,
      failures,
    },
    lastDeliveredAt: shown(webhook.lastDeliveredAt),
    previousSecretUntil: shown(webhook.previousUntil),
    createdAt: shown(webhook.createdAt),
  };
};

export const deliveryView = (delivery: WebhookDelivery, attempts: readonly WebhookAttempt[] = []): DeliveryView => {
  const { id, kind, eventId, type, subject, state } = delivery;
  return {
    ...{ id, kind, eventId, type, subject, state, createdAt: shown(delivery.createdAt) },
    nextAttemptAt: state === 'waiting' ? shown(delivery.dueAt) : null,
    attempts: attempts.map(({ at, status, milliseconds, error }) => ({ at: shown(at), status, milliseconds, error })),
  };
};
