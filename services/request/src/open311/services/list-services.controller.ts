import { Controller, Get, Headers, Param, Query, Res } from '@nestjs/common';
import { ApiOperation, ApiQuery } from '@nestjs/swagger';
import { languageOf } from '@huying/http';
import type { FastifyReply } from 'fastify';
import { Catalogue } from '../../catalogue/catalogue.js';
import { asked } from '../asked.js';
import { Clients, communityRefusals, Jurisdiction } from '../clients.js';
import { Open311Route } from '../described.js';
import { answer, AnswerFormat, type Format } from '../document.js';
import { open311Problems } from '../open311.problems.js';
import { attributesOfItem, definitionOf, GENERAL, generalService, serviceOf } from './services.js';

@Controller('open311/v2')
export class ListServicesController {
  constructor(
    private readonly clients: Clients,
    private readonly catalogue: Catalogue,
  ) {}

  @Get('services.:format')
  @ApiOperation({ summary: 'Open311: GET Services, the catalogue of needs' })
  @ApiQuery({ type: Jurisdiction })
  @Open311Route('services', open311Problems.formatUnknown, ...communityRefusals)
  async list(
    @Param('format', AnswerFormat) format: Format,
    @Query() query: unknown,
    @Headers('accept-language') accepted: string | undefined,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<string> {
    const community = await this.clients.community(await asked(Jurisdiction, query as object));
    const language = languageOf(accepted);
    const items = await this.catalogue.all(community);
    const services = [...items.map((item) => serviceOf(item, language)), generalService(language)];
    void reply.header('content-language', language).header('vary', 'accept-language');
    return answer(reply, format, 'services', services);
  }

  @Get('services/:serviceCode.:format')
  @ApiOperation({ summary: 'Open311: GET Service Definition, the attributes that a service asks for' })
  @ApiQuery({ type: Jurisdiction })
  @Open311Route(
    'service_definition',
    open311Problems.formatUnknown,
    open311Problems.serviceUnknown,
    ...communityRefusals,
  )
  async definition(
    @Param('serviceCode') code: string,
    @Param('format', AnswerFormat) format: Format,
    @Query() query: unknown,
    @Headers('accept-language') accepted: string | undefined,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<string> {
    const community = await this.clients.community(await asked(Jurisdiction, query as object));
    const language = languageOf(accepted);
    const item = await this.catalogue.find(community, code);
    if (!item && code !== GENERAL) throw open311Problems.serviceUnknown();
    void reply.header('content-language', language).header('vary', 'accept-language');
    const attributes = item ? attributesOfItem(item) : [];
    return answer(reply, format, 'service_definition', definitionOf(code, attributes, language));
  }
}
