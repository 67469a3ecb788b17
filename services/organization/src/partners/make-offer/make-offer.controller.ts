import { Body, Controller, Param, Post } from '@nestjs/common';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import { By, Requires, type Caller } from '@huying/auth';
import {
  Answers,
  Codes,
  Id,
  IsCalendarDate,
  OneOf,
  ReasonDto,
  Refuses,
  RequiresIdempotencyKey,
  Text,
  Uuid,
  Whole,
} from '@huying/http';
import { offerKinds, offerUnits, type OfferKind, type OfferUnit } from '../partner.entity.js';
import { OfferView } from '../partner.view.js';
import { offerProblems, partnerProblems } from '../partners.problems.js';
import { MakeOfferHandler } from './make-offer.handler.js';

export class OfferDto {
  @Id({ required: false, description: 'Told by staff; default: the partner that the caller acts for' })
  partnerId?: string;

  @OneOf(offerKinds)
  kind!: OfferKind;

  @Text({ max: 100, example: '会议室周末免费使用' })
  title!: string;

  @Text({ max: 1_000, required: false, blank: true, description: 'Under which conditions' })
  conditions?: string;

  @Whole({ min: 1, max: 1_000_000_000 })
  amount!: number;

  @OneOf(offerUnits, {
    description: 'What the amount counts; `cny-value`: yuan of money’s worth, no money changes hands here',
  })
  unit!: OfferUnit;

  @IsCalendarDate({ example: '2026-12-01' })
  fromOn!: string;

  @IsCalendarDate({ example: '2027-05-31' })
  untilOn!: string;

  @Codes({
    max: 20,
    pattern: /^([A-Z]{2}|[a-z-]{1,30})$/,
    required: false,
    example: ['SG', 'registration'],
    description: 'Categories of needs, kinds of milestones or programmes; none: any',
  })
  meantFor?: string[];

  @Codes({ max: 20, required: false })
  skills?: string[];
}

@Controller('offers')
@ApiTags('Offers')
export class MakeOfferController {
  constructor(private readonly makeOffer: MakeOfferHandler) {}

  @Post()
  @Requires('offers:make')
  @RequiresIdempotencyKey()
  @ApiOperation({ summary: 'Offer something' })
  @Answers(201, OfferView)
  @Refuses(offerProblems.periodUpsideDown, partnerProblems.unknown)
  post(@Body() body: OfferDto, @By() by: Caller): Promise<OfferView> {
    return this.makeOffer.make(body, by);
  }

  @Post(':offerId/withdrawal')
  @Requires('offers:make')
  @ApiOperation({ summary: 'Offer it no more; what was agreed to stays' })
  @Answers(201, OfferView)
  @Refuses(offerProblems.wrongState)
  withdraw(@Param('offerId', Uuid) id: string, @Body() body: ReasonDto, @By() by: Caller): Promise<OfferView> {
    return this.makeOffer.withdraw(id, body, by);
  }
}
