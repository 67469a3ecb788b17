import { Body, Controller, Param, Put, Res } from '@nestjs/common';
import { ApiOperation, ApiProperty, ApiTags } from '@nestjs/swagger';
import { By, Requires, type Caller } from '@huying/auth';
import { Answers, Refuses, Uuid } from '@huying/http';
import { ArrayMaxSize, ArrayUnique, IsArray, IsInt, IsOptional, IsUUID, Max, Min } from 'class-validator';
import type { FastifyReply } from 'fastify';
import { tell } from '../decider.js';
import { placesRefusals } from '../refusals.js';
import { PlacesView } from '../show-places/show-places.handler.js';
import { ChangePlacesHandler } from './change-places.handler.js';

/** As many as a need can be raised with. */
const MOST_PLACES = 5_000;

/** How many places a need shall have, and who gives way if that is fewer than are held. */
export class ChangePlacesDto {
  @ApiProperty({ minimum: 1, maximum: MOST_PLACES })
  @IsInt()
  @Min(1)
  @Max(MOST_PLACES)
  places!: number;

  @ApiProperty({
    type: [String],
    required: false,
    description: 'Claims that lose their places: nobody does without a named decision',
  })
  @IsOptional()
  @IsArray()
  @ArrayMaxSize(100)
  @ArrayUnique()
  @IsUUID(undefined, { each: true })
  release?: string[] | null;
}

@Controller('needs/:needId/places')
@ApiTags('Claims')
export class ChangePlacesController {
  constructor(private readonly changePlaces: ChangePlacesHandler) {}

  @Put()
  @Requires('places:change')
  @ApiOperation({ summary: 'Raise the number of places (the line moves up at once) or lower it' })
  @Answers(200, PlacesView)
  @Refuses(...placesRefusals)
  async put(
    @Param('needId', Uuid) needId: string,
    @Body() body: ChangePlacesDto,
    @By() by: Caller,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<PlacesView> {
    const { view, decided } = await this.changePlaces.handle(needId, body, by);
    tell(reply, decided);
    return view;
  }
}
