import type { Clock } from '../base/clock.ts';
import type { Random } from '../base/random.ts';
import type { DeviceStorage } from '../storage/ports.ts';
import type { Connection } from '../sync/connection.ts';
import type { ProjectsClient } from '../sync/projects-client.ts';
import type { DeviceIdentity } from './device-identity.svelte.ts';

/** What every part of the studio is built from; made once per tab, by the composition root. */
export type StudioParts = {
	readonly storage: DeviceStorage;
	readonly connection: Connection;
	readonly projects: ProjectsClient;
	readonly identity: DeviceIdentity;
	readonly clock: Clock;
	readonly random: Random;
};
