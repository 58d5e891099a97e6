import type { Bus } from './speakers.ts';

/** How loud who plays wants it, 0 to 1 as people hear it: half is half as loud. */
export type Volumes = Readonly<Record<Bus | 'all', number>> & { readonly muted: boolean };
export type VolumeName = Exclude<keyof Volumes, 'muted'>;

export const VOLUME_NAMES = [
	'all',
	'music',
	'effects',
	'voice',
] as const satisfies readonly (keyof Volumes)[];
export const FULL_VOLUMES: Volumes = { all: 1, music: 1, effects: 1, voice: 1, muted: false };

/** What was stored; what is none of it is as loud as it is made. */
export function readVolumes(stored: unknown): Volumes {
	const kept: Readonly<Record<string, unknown>> =
		typeof stored === 'object' && stored !== null ? { ...stored } : {};
	const volume = (name: VolumeName) => {
		const value = kept[name];
		return typeof value === 'number' && value >= 0 && value <= 1 ? value : FULL_VOLUMES[name];
	};
	const [all, music, effects, voice] = [volume('all'), volume('music'), volume('effects'), volume('voice')];
	return { all, music, effects, voice, muted: kept.muted === true };
}

/** What a sound is multiplied by: ears hear a quarter of it as about a half. */
export function gainOf(volumes: Volumes, name: VolumeName): number {
	return name === 'all' && volumes.muted ? 0 : volumes[name] ** 2;
}
