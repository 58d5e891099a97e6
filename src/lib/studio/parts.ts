import type { Clock } from '../base/clock.ts';
import type { Dispose } from '../base/disposer.ts';
import type { ProjectId } from '../base/ids.ts';
import type { Random } from '../base/random.ts';
import type { Result } from '../base/result.ts';
import type { DeviceStorage } from '../storage/ports.ts';
import type { ApiProblem } from '../sync/api-problem.ts';
import type { DeviceIdentity } from './device-identity.svelte.ts';
import type { LateConnection, ServerLine } from './late-connection.ts';
import type { ProjectsPort } from './late-projects.ts';

/** What everything on this device is built from; made once per tab. */
export type DeviceParts = {
	readonly storage: DeviceStorage;
	readonly identity: DeviceIdentity;
	readonly clock: Clock;
	readonly random: Random;
};

/** Who is signed in here, as far as projects are opened by it. */
export interface Membership {
	/** A token of this account for the project, other than `stale`. */
	token(projectId: ProjectId, account: string, stale?: string): Promise<Result<string, ApiProblem>>;
	/** Whether that account is signed in here, as far as this device knows. */
	isSignedIn(account: string): Promise<boolean>;
	/** Told when somebody signs in or out. */
	onChange(listener: () => void): Dispose;
}

/** What an open project needs besides: the way to the server. */
export type StudioParts = DeviceParts & {
	readonly connection: ServerLine & Partial<Pick<LateConnection, 'bring'>>;
	readonly projects: ProjectsPort;
	readonly membership: Membership;
};
