import { ApiProperty, type ApiPropertyOptions } from '@nestjs/swagger';
import { Codes, Text, Whole } from '@huying/http';
import { applyDecorators } from '@nestjs/common';
import { IsNumber, Max, Min, ValidateIf } from 'class-validator';

/** Skills, trainings and dialects go by codes. */
const CODE = /^[a-z][a-z0-9-]{1,39}$/;
/** An administrative division: province, prefecture or county (GB/T 2260). */
const DIVISION = /^[1-9]\d(\d{2}){0,2}$/;
/** Some of them, or none. */
const SOME = { max: 10, required: false };

/** Degrees are told both or not at all. */
function Degrees(most: number, options: ApiPropertyOptions): PropertyDecorator {
  return applyDecorators(
    ApiProperty({ ...options, type: Number, required: false, minimum: -most, maximum: most }),
    ValidateIf(({ latitude, longitude }: LocationDto) => (latitude ?? longitude ?? null) !== null),
    IsNumber(),
    Min(-most),
    Max(most),
  );
}

export class LocationDto {
  @Text({ max: 200, example: '居民会客厅' })
  name!: string;

  @Text({ max: 100, blank: true, required: false, example: '3幢' })
  building?: string;

  @Degrees(90, { example: 30.5257, description: 'Degrees, WGS 84; with `longitude`, or not at all' })
  latitude?: number;

  @Degrees(180, { example: 120.6807, description: 'Degrees, WGS 84; with `latitude`, or not at all' })
  longitude?: number;
}

export class RequirementsDto {
  @Codes({ ...SOME, pattern: CODE, example: ['first-aid'], description: 'Skill codes; all of them are required' })
  skills?: string[];

  @Whole({ min: 0, max: 100, required: false, description: 'Years; left out: 0' })
  minimumAge?: number;

  @Codes({
    ...SOME,
    pattern: CODE,
    example: ['home-repair'],
    description: 'Who has all of them comes first: in line, and in the first wave',
  })
  preferredSkills?: string[];

  @Codes({
    ...SOME,
    pattern: CODE,
    example: ['first-aid'],
    description: 'All of them, valid on the last day of the service',
  })
  trainings?: string[];

  @Codes({
    ...SOME,
    pattern: DIVISION,
    example: ['3304'],
    description: 'GB/T 2260, 2, 4 or 6 digits; any of them will do',
  })
  hometowns?: string[];

  @Codes({ ...SOME, pattern: CODE, example: ['wu-haining'], description: 'Any of them will do' })
  dialects?: string[];
}
