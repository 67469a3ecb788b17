import { ApiProperty, type ApiPropertyOptions } from '@nestjs/swagger';
import { IsNotBlank } from '@huying/http';
import { applyDecorators } from '@nestjs/common';
import {
  ArrayMaxSize,
  ArrayUnique,
  IsArray,
  IsInt,
  IsNumber,
  IsOptional,
  IsString,
  Matches,
  Max,
  MaxLength,
  Min,
  ValidateIf,
} from 'class-validator';

/** Skills, trainings and dialects go by codes. */
const CODE = /^[a-z][a-z0-9-]{1,39}$/;
/** An administrative division: province, prefecture or county (GB/T 2260). */
const DIVISION = /^[1-9]\d(\d{2}){0,2}$/;

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

/** A few codes, or none. */
function Codes(pattern: RegExp, options: ApiPropertyOptions): PropertyDecorator {
  return applyDecorators(
    ApiProperty({ ...options, type: [String], required: false }),
    IsOptional(),
    IsArray(),
    ArrayMaxSize(10),
    ArrayUnique(),
    Matches(pattern, { each: true }),
  );
}

export class LocationDto {
  @ApiProperty({ maxLength: 200, example: '居民会客厅' })
  @IsString()
  @IsNotBlank()
  @MaxLength(200)
  name!: string;

  @ApiProperty({ maxLength: 100, required: false, default: '', example: '3幢' })
  @IsOptional()
  @IsString()
  @MaxLength(100)
  building?: string;

  @Degrees(90, { example: 30.5257, description: 'Degrees, WGS 84; with `longitude`, or not at all' })
  latitude?: number;

  @Degrees(180, { example: 120.6807, description: 'Degrees, WGS 84; with `latitude`, or not at all' })
  longitude?: number;
}

export class RequirementsDto {
  @Codes(CODE, { description: 'Skill codes; all of them are required' })
  skills?: string[];

  @ApiProperty({ required: false, minimum: 0, maximum: 100, default: 0 })
  @IsOptional()
  @IsInt()
  @Min(0)
  @Max(100)
  minimumAge?: number;

  @Codes(CODE, { description: 'Who has all of them comes first: in line, and in the first wave' })
  preferredSkills?: string[];

  @Codes(CODE, { example: ['first-aid'], description: 'All of them, valid on the last day of the service' })
  trainings?: string[];

  @Codes(DIVISION, { example: ['3304'], description: 'GB/T 2260, 2, 4 or 6 digits; any of them will do' })
  hometowns?: string[];

  @Codes(CODE, { example: ['wu-haining'], description: 'Any of them will do' })
  dialects?: string[];
}
