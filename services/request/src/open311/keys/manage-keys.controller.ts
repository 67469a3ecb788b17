import { Body, Controller, Delete, Get, Param, Post } from '@nestjs/common';
import { ApiOperation, ApiProperty, ApiTags } from '@nestjs/swagger';
import { By, Requires, type Caller } from '@huying/auth';
import { Answers, Refuses, Text, Uuid } from '@huying/http';
import { open311KeyProblems } from '../open311.problems.js';
import { ManageKeysHandler } from './manage-keys.handler.js';

export class MakeKeyDto {
  @Text({ max: 100, example: '12345 市民热线', description: 'Whose key it is' })
  name!: string;
}

export class Open311KeyView {
  @ApiProperty({ format: 'uuid' })
  id!: string;

  @ApiProperty({ example: '12345 市民热线' })
  name!: string;

  @ApiProperty({ format: 'date-time' })
  madeAt!: string;

  @ApiProperty({ type: String, format: 'date-time', nullable: true, description: 'Null while it is good' })
  revokedAt!: string | null;
}

export class NewOpen311KeyView extends Open311KeyView {
  @ApiProperty({ description: 'The `api_key`. Shown this once' })
  key!: string;
}

export class Open311KeysView {
  @ApiProperty({ type: [Open311KeyView] })
  items!: Open311KeyView[];
}

@Controller('open311-keys')
@ApiTags('Open311')
export class ManageKeysController {
  constructor(private readonly keys: ManageKeysHandler) {}

  @Post()
  @Requires('open311-keys:manage')
  @ApiOperation({ summary: 'An API key for a client of Open311 in your community' })
  @Answers(201, NewOpen311KeyView)
  @Refuses(open311KeyProblems.tooMany)
  make(@Body() { name }: MakeKeyDto, @By() by: Caller): Promise<NewOpen311KeyView> {
    return this.keys.make(name, by);
  }

  @Get()
  @Requires('open311-keys:manage')
  @ApiOperation({ summary: 'The API keys of your community, the oldest first, without the keys themselves' })
  @Answers(200, Open311KeysView)
  list(@By() by: Caller): Promise<Open311KeysView> {
    return this.keys.list(by);
  }

  @Delete(':keyId')
  @Requires('open311-keys:manage')
  @ApiOperation({ summary: 'Revoke a key: nothing is taken with it any more; what came with it stays' })
  @Answers(204)
  revoke(@Param('keyId', Uuid) id: string, @By() by: Caller): Promise<void> {
    return this.keys.revoke(id, by);
  }
}
