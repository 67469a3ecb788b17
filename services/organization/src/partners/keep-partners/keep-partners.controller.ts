import { Body, Controller, Get, Param, Post, Query } from '@nestjs/common';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import { By, Requires, type Caller } from '@huying/auth';
import { Answers, OneOf, PageOf, PageQuery, PersonId, ReasonDto, Refuses, Text, Uuid, type Page } from '@huying/http';
import { partnerKinds, type PartnerKind } from '../partner.entity.js';
import { PartnerView } from '../partner.view.js';
import { partnerProblems } from '../partners.problems.js';
import { KeepPartnersHandler } from './keep-partners.handler.js';

export class PartnerDto {
  @OneOf(partnerKinds)
  kind!: PartnerKind;

  @Text({ max: 100, example: '潮乡皮革股份有限公司' })
  name!: string;

  @PersonId({ required: false, description: 'The account that acts for it' })
  accountId?: string;
}

export class ListPartnersQuery extends PageQuery {
  @OneOf(partnerKinds, { required: false })
  kind?: PartnerKind;
}

export class PartnerPage extends PageOf(PartnerView) {}

@Controller('partners')
@ApiTags('Partners')
export class KeepPartnersController {
  constructor(private readonly keepPartners: KeepPartnersHandler) {}

  @Get()
  @Requires('partners:read')
  @ApiOperation({ summary: 'Partners in the order in which they joined; a partner sees itself' })
  @Answers(200, PartnerPage)
  list(@Query() query: ListPartnersQuery, @By() by: Caller): Promise<Page<PartnerView>> {
    return this.keepPartners.list(query, by);
  }

  @Get(':partnerId')
  @Requires('partners:read')
  @ApiOperation({ summary: 'One partner, for itself and staff' })
  @Answers(200, PartnerView)
  show(@Param('partnerId', Uuid) id: string, @By() by: Caller): Promise<PartnerView> {
    return this.keepPartners.show(id, by);
  }

  @Post()
  @Requires('partners:manage')
  @ApiOperation({ summary: 'A company, a chamber of commerce or a person joins' })
  @Answers(201, PartnerView)
  @Refuses(partnerProblems.accountTaken)
  join(@Body() body: PartnerDto, @By() by: Caller): Promise<PartnerView> {
    return this.keepPartners.join(body, by);
  }

  @Post(':partnerId/leave')
  @Requires('partners:manage')
  @ApiOperation({ summary: 'A partner leaves; its open offers are withdrawn' })
  @Answers(201, PartnerView)
  @Refuses(partnerProblems.wrongState, partnerProblems.agreed)
  leave(@Param('partnerId', Uuid) id: string, @Body() body: ReasonDto, @By() by: Caller): Promise<PartnerView> {
    return this.keepPartners.leave(id, body, by);
  }
}
