import { LateConnection } from './late-connection.ts';
import { lateProjects } from './late-projects.ts';
import type { DeviceParts, Membership, StudioParts } from './parts.ts';

/** Adds the way to the server: most projects stay on their device, so its code comes with the first that does not. */
export function openParts(window: Window, parts: DeviceParts, membership: Membership): StudioParts {
	const { clock, random } = parts;
	const late = () => import('./open-line.ts');
	return {
		...parts,
		membership,
		connection: new LateConnection({
			load: async () => (await late()).openLine(window, parts),
			clock,
			random,
		}),
		projects: lateProjects(async () => (await late()).openProjects(window, clock)),
	};
}
