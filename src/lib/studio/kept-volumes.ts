import { readVolumes, type Volumes } from '../runtime/sound/volumes.ts';
import type { SettingsStore } from '../storage/ports.ts';

/** Where what the player of a project wants is kept. */
export type VolumesPlace = {
	readonly settings: Pick<SettingsStore, 'read' | 'set'>;
	readonly projectId: string;
};

const keyOf = ({ projectId }: VolumesPlace): string => `play.volumes.${projectId}`;

/** How loud whoever plays the games of this project on this device wants them. */
export async function keptVolumes(place: VolumesPlace): Promise<Volumes> {
	const kept = await place.settings.read(keyOf(place));
	return readVolumes(kept.ok ? kept.value : undefined);
}

export function keepVolumes(place: VolumesPlace, volumes: Volumes): void {
	void place.settings.set(keyOf(place), volumes);
}
