import { Module } from '@nestjs/common';

/** Holds the handlers of one `SpillwayModule.forFeature(…)`. */
@Module({})
export class SpillwayFeatureModule {}
