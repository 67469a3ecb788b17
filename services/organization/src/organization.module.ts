import { Module } from '@nestjs/common';
import { LivesModule } from './lives/lives.module.js';
import { NeedsModule } from './needs/needs.module.js';
import { OrganizationsModule } from './organizations/organizations.module.js';

@Module({ imports: [LivesModule, NeedsModule, OrganizationsModule] })
export class OrganizationModule {}
