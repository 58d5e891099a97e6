import { FULL_VOLUMES, type VolumeName, type Volumes } from '#lib/runtime/sound/volumes.ts';
import { keepVolumes, keptVolumes, type VolumesPlace } from '#lib/studio/kept-volumes.ts';

/** How loud who plays wants the games of a project: heard at once, and kept when the hand is taken off. */
export class VolumesEditor {
	#place: VolumesPlace;
	#apply: (volumes: Volumes) => void;
	#changed = $state.raw<Volumes>();
	#kept = $state.raw(FULL_VOLUMES);

	constructor(place: VolumesPlace, apply: (volumes: Volumes) => void) {
		this.#place = place;
		this.#apply = apply;
	}

	async load(): Promise<void> {
		this.#kept = await keptVolumes(this.#place);
	}

	get volumes(): Volumes {
		return this.#changed ?? this.#kept;
	}

	/** While a slider is moved. */
	preview(name: VolumeName, volume: number): void {
		this.#changed = { ...this.volumes, [name]: volume };
		this.#apply(this.#changed);
	}

	set(name: VolumeName, volume: number): void {
		this.preview(name, volume);
		keepVolumes(this.#place, this.volumes);
	}

	setMuted(muted: boolean): void {
		this.#changed = { ...this.volumes, muted };
		this.#apply(this.#changed);
		keepVolumes(this.#place, this.#changed);
	}
}
