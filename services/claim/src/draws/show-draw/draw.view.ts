import { ApiProperty } from '@nestjs/swagger';

/** One of those who applied. */
export class ApplicantView {
  @ApiProperty({ format: 'uuid' })
  claim!: string;

  @ApiProperty({ minimum: 1, maximum: 16, description: 'Fewer for those who had places lately' })
  lots!: number;
}

/** A draw, before and after. */
export class DrawView {
  @ApiProperty({ format: 'uuid' })
  needId!: string;

  @ApiProperty({ description: 'SHA-256 of the seed, in hex: told before anyone could apply' })
  commitment!: string;

  @ApiProperty({ type: String, nullable: true, description: 'In hex; null until the places were drawn' })
  seed!: string | null;

  @ApiProperty({ type: [ApplicantView], description: 'In the order of their claims' })
  applicants!: readonly ApplicantView[];

  @ApiProperty({ type: [Number], description: 'Indexes of the applicants, the first drawn first' })
  order!: readonly number[];
}
