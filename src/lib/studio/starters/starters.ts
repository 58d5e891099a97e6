import type { Starter, StarterId } from './starter.ts';

type OfferedId = Exclude<StarterId, 'first'>;

/** Those that are games. */
export const GAME_IDS: readonly OfferedId[] = ['platformer', 'collector', 'puzzle', 'walk'];

/** Those that are offered by name: games, and scenes. */
export const STARTER_IDS: readonly OfferedId[] = [...GAME_IDS, 'campfire', 'gallery', 'stairway'];

export const isStarterId = (text: string): text is StarterId =>
	text === 'first' || STARTER_IDS.some((id) => id === text);

/** A starter's own code, loaded when somebody chooses it. */
export async function loadStarter(id: StarterId): Promise<Starter> {
	switch (id) {
		case 'first':
			return (await import('./first.ts')).first;
		case 'platformer':
			return (await import('./platformer/platformer.ts')).platformer;
		case 'puzzle':
			return (await import('./puzzle/puzzle.ts')).puzzle;
		case 'walk':
			return (await import('./walk/walk.ts')).walk;
		case 'collector':
			return (await import('./collector/collector.ts')).collector;
		case 'campfire':
			return (await import('./campfire.ts')).campfire;
		case 'gallery':
			return (await import('./gallery.ts')).gallery;
		case 'stairway':
			return (await import('./stairway.ts')).stairway;
	}
}
