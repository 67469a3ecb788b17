import { applyDecorators } from '@nestjs/common';
import { ApiProperty } from '@nestjs/swagger';
import { IsPhone, Text } from '@huying/http';
import { Transform } from 'class-transformer';
import { IsEmail, IsNumber, IsOptional, IsUrl, Max, MaxLength, Min, ValidateIf } from 'class-validator';
import { Jurisdiction } from '../../clients.js';

function Degrees(most: number, example: number): PropertyDecorator {
  return applyDecorators(
    ApiProperty({ type: Number, required: false, minimum: -most, maximum: most, example, description: 'WGS 84' }),
    ValidateIf(({ lat, long }: SendReportForm) => (lat ?? long) !== undefined),
    Transform(({ value }: { value: unknown }) => (typeof value === 'string' ? Number(value) : value)),
    IsNumber(),
    Min(-most),
    Max(most),
  );
}

/** A web address. */
export function WebAddress(): PropertyDecorator {
  return applyDecorators(
    ApiProperty({ type: String, format: 'uri', required: false, maxLength: 2_000 }),
    IsOptional(),
    MaxLength(2_000),
    IsUrl({ protocols: ['http', 'https'], require_protocol: true }),
  );
}

/** POST Service Request: the arguments of the specification, all of them in a form. */
export class SendReportForm extends Jurisdiction {
  @Text({ max: 20, example: 'LC-001', description: 'As GET Services lists it' })
  service_code!: string;

  @Degrees(90, 30.5257)
  lat?: number;

  @Degrees(180, 120.6807)
  long?: number;

  @Text({ max: 500, required: false, example: '西山社区3幢2单元501' })
  address_string?: string;

  @Text({ max: 100, required: false })
  address_id?: string;

  @ApiProperty({ type: String, format: 'email', required: false, maxLength: 254 })
  @IsOptional()
  @IsEmail()
  email?: string;

  @Text({ max: 200, required: false })
  device_id?: string;

  @Text({ max: 200, required: false })
  account_id?: string;

  @Text({ max: 50, required: false })
  first_name?: string;

  @Text({ max: 50, required: false })
  last_name?: string;

  @IsPhone({ required: false })
  phone?: string;

  @Text({ max: 4_000, required: false, example: '家里的电饭煲坏了,想请志愿者来修一下' })
  description?: string;

  @WebAddress()
  media_url?: string;
}
