import type { StarterId } from './starter.ts';
import type { Starter } from './starter.ts';

export const STARTER_IDS: readonly StarterId[] = ['campfire', 'gallery', 'stairway'];

export const isStarterId = (text: string): text is StarterId => STARTER_IDS.some((id) => id === text);

/** A starter's own code, loaded when somebody chooses it. */
export async function loadStarter(id: StarterId): Promise<Starter> {
	switch (id) {
		case 'campfire':
			return (await import('./campfire.ts')).campfire;
		case 'gallery':
			return (await import('./gallery.ts')).gallery;
		case 'stairway':
			return (await import('./stairway.ts')).stairway;
	}
}
