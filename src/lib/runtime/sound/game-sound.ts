import type { Quaternion, Vector3 } from '#lib/doc/components/component.ts';
import { hasComponent, readField } from '#lib/doc/components/registry.ts';
import type { GameCommand } from '../game-commands.ts';
import type { EntityData } from '../world/game-data.ts';
import { Clips, type LoadSound } from './clips.ts';
import type { Bus, Falloff, Speakers, Voice, VoiceOptions } from './speakers.ts';
import { FULL_VOLUMES, gainOf, VOLUME_NAMES, type VolumeName, type Volumes } from './volumes.ts';

export type SoundCommand = Extract<GameCommand, { type: 'sound' | 'stop-sound' | 'music' | 'spawn' }>;

/** What comes without a sound of its own is none. */
export function isSoundCommand(command: GameCommand): command is SoundCommand {
	if (command.type === 'spawn') return command.entities.some((entity) => hasComponent(entity, 'audio'));
	return command.type === 'sound' || command.type === 'stop-sound' || command.type === 'music';
}

/** More at once nobody tells apart. */
const MOST_VOICES = 32;
/** What is left of the music while somebody speaks. */
const DUCKED = 0.3;
/** What rings out of scenes that were left goes by ids below this one. */
const LEFT = -1e9;
/** Cameras stand some metres behind: what happens there is not far yet. */
const NEAR: Falloff = { refDistance: 5, maxDistance: 200, rolloff: 1 };

type Sounding = { voice: Voice | null; id: number; index: number; readonly loop: boolean; readonly bus: Bus };
type Wanted = Omit<VoiceOptions, 'at' | 'onended'> & { readonly sound: string; readonly isAsset: boolean };

export type GameSoundOptions = {
	readonly speakers: Speakers;
	readonly load: LoadSound;
	/** Where an entity is shown now, world metres; undefined when it is not in the game. */
	readonly placeOf: (index: number) => Vector3 | undefined;
	/** As loud as who plays wants it. */
	readonly volumes?: Volumes;
};

/** What is heard of a running game. What it asks for is untrusted: what names nothing is silent. */
export class GameSound {
	#speakers: Speakers;
	#clips: Clips;
	#placeOf: GameSoundOptions['placeOf'];
	/** What is heard or about to be, by its id; those of the scene have ids below zero. */
	#sounding = new Map<number, Sounding>();
	#left = LEFT;
	#music: { voice: Voice | null } | null = null;
	#volumes: Volumes;
	#isDucked = false;
	/** It stands still as soon as what was begun rang out. */
	#ringsOut = false;
	#isOver = false;

	constructor({ speakers, load, placeOf, volumes = FULL_VOLUMES }: GameSoundOptions) {
		this.#speakers = speakers;
		this.#clips = new Clips(speakers, load);
		this.#placeOf = placeOf;
		this.#volumes = volumes;
		for (const name of VOLUME_NAMES) this.#tune(name);
	}

	/** From now on it is so loud. */
	set volumes(volumes: Volumes) {
		const changed = VOLUME_NAMES.filter((name) => gainOf(volumes, name) !== gainOf(this.#volumes, name));
		this.#volumes = volumes;
		for (const name of changed) this.#tune(name);
	}

	/** Plays what entities come with; the first of them has this index. */
	begin(entities: readonly EntityData[], first = 0): void {
		entities.forEach((entity, place) => {
			if (!hasComponent(entity, 'audio') || !readField(entity, 'audio', 'autoplay')) return;
			const index = first + place;
			const sound = readField(entity, 'audio', 'source');
			if (sound === null) return;
			const field = <K extends 'volume' | 'pitch' | 'loop'>(name: K) => readField(entity, 'audio', name);
			const falloff = {
				refDistance: readField(entity, 'audio', 'refDistance'),
				maxDistance: readField(entity, 'audio', 'maxDistance'),
				rolloff: readField(entity, 'audio', 'rolloff'),
			};
			const from = readField(entity, 'audio', 'positional') ? index : -1;
			const how = { volume: field('volume'), pitch: field('pitch'), loop: field('loop') };
			void this.#play(-1 - index, from, {
				...{ sound, isAsset: true, ...how, falloff, fade: 0 },
				bus: 'effects',
			});
		});
	}

	take(command: SoundCommand): void {
		if (command.type === 'stop-sound') this.#stop(command.id);
		else if (command.type === 'music') void this.#playMusic(command.sound, command.volume, command.fade);
		else if (command.type === 'spawn') this.begin(command.entities, command.index);
		else void this.#play(command.id, command.index, { ...command, falloff: NEAR, fade: 0 });
	}

	/** A picture is drawn: it is heard from where it is seen. */
	show(position: Vector3, rotation: Quaternion): void {
		this.#speakers.listen(position, rotation);
		for (const [id, { voice, index }] of this.#sounding) {
			const isOwn = id < 0 && id > LEFT;
			const of = isOwn ? -1 - id : index;
			const place = of < 0 ? undefined : this.#placeOf(of);
			// An entity's own sound goes with it, also where it is heard everywhere.
			if (isOwn && !place) this.#stop(id);
			else if (place && index >= 0) voice?.move(place);
		}
	}

	/** `ringsOut`: what scripts began, and does not go on and on, is heard to its end before all is silent. */
	setPaused(paused: boolean, ringsOut = false): void {
		this.#ringsOut = paused && ringsOut && this.#rings;
		if (!this.#ringsOut) this.#speakers.setPaused(paused);
	}

	/** The scene is left: what goes on and on ends with it; what was just begun rings out, and music plays on. */
	leave(): void {
		for (const [id, sounding] of [...this.#sounding]) {
			if (id < 0 || sounding.loop) {
				this.#stop(id);
				continue;
			}
			// The next scene gives its own ids, and means others by its indices.
			this.#sounding.delete(id);
			sounding.id = --this.#left;
			sounding.index = -1;
			this.#sounding.set(sounding.id, sounding);
		}
		this.#follow();
	}

	dispose(): void {
		this.#isOver = true;
		this.#speakers.dispose();
	}

	async #play(id: number, index: number, { sound, isAsset, ...options }: Wanted): Promise<void> {
		const oldest = this.#sounding.keys().next().value;
		if (this.#sounding.size >= MOST_VOICES && oldest !== undefined) this.#stop(oldest);
		const mine: Sounding = { voice: null, id, index, loop: options.loop, bus: options.bus };
		this.#stop(id);
		this.#sounding.set(id, mine);
		const clip = await this.#clips.get(sound, isAsset);
		if (this.#isOver || this.#sounding.get(mine.id) !== mine) return;
		const at = mine.index < 0 ? null : (this.#placeOf(mine.index) ?? null);
		const onended = () => {
			if (this.#sounding.get(mine.id) === mine) this.#sounding.delete(mine.id);
			this.#follow();
		};
		if (!clip || (mine.index >= 0 && !at)) return onended();
		const { volume, pitch, loop, bus, falloff, fade } = options;
		mine.voice = this.#speakers.play(clip, { volume, pitch, loop, bus, falloff, fade, at, onended });
		this.#follow();
	}

	async #playMusic(sound: string | null, volume: number, fade: number): Promise<void> {
		this.#music?.voice?.stop(fade);
		const mine: { voice: Voice | null } = { voice: null };
		this.#music = mine;
		const clip = sound === null ? null : await this.#clips.get(sound, true);
		if (!clip || this.#isOver || this.#music !== mine) return;
		const how = { volume, pitch: 1, loop: true, bus: 'music', at: null, falloff: NEAR, fade } as const;
		mine.voice = this.#speakers.play(clip, { ...how, onended: () => {} });
	}

	#stop(id: number): void {
		const sounding = this.#sounding.get(id);
		if (!this.#sounding.delete(id)) return;
		sounding?.voice?.stop(0);
		this.#follow();
	}

	/** Something began or ended. */
	#follow(): void {
		const isDucked = [...this.#sounding.values()].some(({ bus, voice }) => bus === 'voice' && voice);
		if (isDucked !== this.#isDucked) {
			this.#isDucked = isDucked;
			this.#tune('music');
		}
		if (this.#ringsOut && !this.#rings) this.setPaused(true);
	}

	get #rings(): boolean {
		return [...this.#sounding.values()].some(({ id, loop }) => (id >= 0 || id < LEFT) && !loop);
	}

	/** Music is quieter while somebody speaks. */
	#tune(name: VolumeName): void {
		const share = name === 'music' && this.#isDucked ? DUCKED : 1;
		this.#speakers.setVolume(name, gainOf(this.#volumes, name) * share);
	}
}
