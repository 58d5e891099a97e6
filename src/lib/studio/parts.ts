import type { Clock } from '../base/clock.ts';
import type { Random } from '../base/random.ts';
import type { DeviceStorage } from '../storage/ports.ts';
import type { Connection } from '../sync/connection.ts';
import type { ProjectsClient } from '../sync/projects-client.ts';
import type { DeviceIdentity } from './device-identity.svelte.ts';

/** What everything on this device is built from; made once per tab. */
export type DeviceParts = {
	readonly storage: DeviceStorage;
	readonly identity: DeviceIdentity;
	readonly clock: Clock;
	readonly random: Random;
};

/** What an open project needs besides: the way to the server. */
export type StudioParts = DeviceParts & {
	readonly connection: Connection;
	readonly projects: ProjectsClient;
};
