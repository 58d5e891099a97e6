import { expect, it } from 'vitest';
import { FULL_VOLUMES, gainOf, readVolumes } from './volumes.ts';

it.each([undefined, null, 'loud', [], { all: 2, music: -1, effects: NaN, voice: '1', muted: 1, more: 0 }])(
	'[T28] what is kept of volumes and is none is as loud as the game is made: %j',
	(kept) => expect(readVolumes(kept)).toEqual(FULL_VOLUMES),
);

it('[T28] what was kept is as it was; half as loud is a quarter of it, muted is silent whatever the volumes', () => {
	const volumes = readVolumes({ all: 0.5, music: 0, muted: false });
	expect(volumes).toEqual({ ...FULL_VOLUMES, all: 0.5, music: 0 });
	expect([gainOf(volumes, 'all'), gainOf(volumes, 'music'), gainOf(volumes, 'effects')]).toEqual([
		0.25, 0, 1,
	]);
	expect(gainOf({ ...volumes, muted: true }, 'all')).toBe(0);
});
