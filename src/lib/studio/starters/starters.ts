import type { Starter, StarterId } from './starter.ts';

type OfferedId = Exclude<StarterId, 'first'>;

/** Those that are offered by name. */
export const STARTER_IDS: readonly OfferedId[] = ['campfire', 'gallery', 'stairway'];

export const isStarterId = (text: string): text is StarterId =>
	text === 'first' || STARTER_IDS.some((id) => id === text);

/** A starter's own code, loaded when somebody chooses it. */
export async function loadStarter(id: StarterId): Promise<Starter> {
	switch (id) {
		case 'first':
			return (await import('./first.ts')).first;
		case 'campfire':
			return (await import('./campfire.ts')).campfire;
		case 'gallery':
			return (await import('./gallery.ts')).gallery;
		case 'stairway':
			return (await import('./stairway.ts')).stairway;
	}
}
