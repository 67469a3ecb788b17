import { ApiProperty } from '@nestjs/swagger';
import {
  appointmentStates,
  offices,
  territoryKinds,
  type Appointment,
  type AppointmentState,
  type Office,
  type Territory,
  type TerritoryKind,
} from './appointment.entity.js';

export class TerritoryView {
  @ApiProperty({ format: 'uuid' })
  id!: string;

  @ApiProperty({ enum: territoryKinds })
  kind!: TerritoryKind;

  @ApiProperty({ example: '3幢2单元' })
  name!: string;

  @ApiProperty({ type: String, nullable: true, format: 'uuid', description: 'What it lies in; null: a grid' })
  parentId!: string | null;
}

export class AppointmentView {
  @ApiProperty({ format: 'uuid' })
  id!: string;

  @ApiProperty({ description: 'Also the ETag' })
  version!: number;

  @ApiProperty({ enum: appointmentStates })
  state!: AppointmentState;

  @ApiProperty({ enum: offices })
  office!: Office;

  @ApiProperty({ format: 'uuid' })
  territoryId!: string;

  @ApiProperty()
  personId!: string;

  @ApiProperty({ format: 'date' })
  fromOn!: string;

  @ApiProperty({ format: 'date', description: 'The last day' })
  untilOn!: string;
}

export const territoryView = ({ id, kind, name, parentId }: Territory): TerritoryView => ({ id, kind, name, parentId });

export const appointmentView = (one: Appointment): AppointmentView => {
  const { id, version, state, office, territoryId, personId, fromOn, untilOn } = one;
  return { id, version, state, office, territoryId, personId, fromOn, untilOn };
};
