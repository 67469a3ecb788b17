import { Body, Controller, Param, Post } from '@nestjs/common';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import { By, Requires, type Caller } from '@huying/auth';
import { Answers, Refuses, RequiresIdempotencyKey, Uuid, Whole } from '@huying/http';
import { NewWebhookView } from '../webhook.view.js';
import { webhookProblems } from '../webhooks.problems.js';
import { RotateSecretHandler } from './rotate-secret.handler.js';

export class RotationDto {
  @Whole({
    ...{ min: 0, max: 168, required: false, example: 24 },
    description:
      'Hours in which the old secret signs beside the new one; default 24. 0: it is known to others, drop it now',
  })
  overlapHours?: number;
}

@Controller('webhooks/:webhookId/secret')
@ApiTags('Webhooks')
export class RotateSecretController {
  constructor(private readonly rotateSecret: RotateSecretHandler) {}

  @Post()
  @RequiresIdempotencyKey()
  @Requires('webhooks:manage')
  @ApiOperation({
    summary: 'Replace the secret; both sign for a while, so that nothing is refused while the receiver changes over',
  })
  @Answers(201, NewWebhookView)
  @Refuses(webhookProblems.ended)
  post(@Param('webhookId', Uuid) id: string, @Body() body: RotationDto, @By() by: Caller): Promise<NewWebhookView> {
    return this.rotateSecret.handle(id, body, by);
  }
}
