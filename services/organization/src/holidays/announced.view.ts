import { announcedUntil } from '@huying/calendar';
import { ApiProperty } from '@nestjs/swagger';

/** An answer that rests on the holidays of China. */
export class RestsOnHolidaysView {
  @ApiProperty({
    format: 'date',
    description:
      'Until when the State Council’s holidays are known here. On later days the holidays that the law fixes count, and no days off around them: look again once they are announced',
  })
  holidaysAnnouncedUntil!: string;
}

export const restsOnHolidays: RestsOnHolidaysView = { holidaysAnnouncedUntil: announcedUntil.toString() };
