import { mat4, quat } from 'gl-matrix';
import { isAssetHash } from '../base/ids.ts';
import type { Quaternion, Vector3 } from '../doc/components/component.ts';
import { hasComponent } from '../doc/components/registry.ts';
import type { Viewport, ViewportView } from '../engine/viewport-port.ts';
import { GameSound, type SoundCommand } from '../runtime/sound/game-sound.ts';
import type { Volumes } from '../runtime/sound/volumes.ts';
import { WebSpeakers } from '../runtime/sound/web-speakers-adapter.ts';
import type { EntityData } from '../runtime/world/game-data.ts';
import type { GameCamera } from './game-camera.ts';
import type { GamePicture } from './game-picture.ts';
import type { ProjectSession } from './project-session.svelte.ts';

export type GameHearingOptions = {
	readonly session: Pick<ProjectSession, 'assets'>;
	readonly viewport: Pick<Viewport, 'view'>;
	readonly volumes: Volumes;
};

/** What a scene's sounds come from, and from where they are heard. */
type Heard = {
	readonly entities: readonly EntityData[];
	readonly picture: Pick<GamePicture, 'poseAt'>;
	readonly camera: Pick<GameCamera, 'shown'>;
};

/** Has a game heard from where it is seen; a device that plays no sounds has it go on without. */
export class GameHearing {
	#options: GameHearingOptions;
	#scene: Heard;
	/** Undefined before anything is to be heard; null where nothing can be, or nothing is any more. */
	#sound: GameSound | null | undefined;
	#volumes: Volumes;
	#isPaused = false;
	#isOver = false;
	/** How far the picture is between the last two ticks. */
	#alpha = 1;

	constructor(scene: Heard, options: GameHearingOptions) {
		this.#options = options;
		this.#scene = scene;
		this.#volumes = options.volumes;
		this.#begin(scene);
	}

	/** From now on it is so loud. */
	set volumes(volumes: Volumes) {
		this.#volumes = volumes;
		if (this.#sound) this.#sound.volumes = volumes;
	}

	/** The game is won or lost: when it stands still for that, what was just begun rings out. */
	end(): void {
		this.#isOver = true;
	}

	/** The game goes to another scene. */
	go(scene: Heard): void {
		this.#sound?.leave();
		this.#scene = scene;
		this.#begin(scene);
	}

	take(command: SoundCommand): void {
		this.#opened?.take(command);
	}

	/** A picture is drawn. */
	show(alpha: number): void {
		this.#alpha = alpha;
		if (!this.#sound) return;
		const { position, rotation } = this.#scene.camera.shown ?? eyesOf(this.#options.viewport.view);
		if ([...position, ...rotation].every(Number.isFinite)) this.#sound.show(position, rotation);
	}

	setPaused(paused: boolean): void {
		this.#isPaused = paused;
		this.#sound?.setPaused(paused, this.#isOver);
		this.#isOver = false;
	}

	dispose(): void {
		this.#sound?.dispose();
		this.#sound = null;
	}

	#begin({ entities }: Heard): void {
		if (entities.some((entity) => hasComponent(entity, 'audio'))) this.#opened?.begin(entities);
	}

	get #opened(): GameSound | null {
		if (this.#sound !== undefined) return this.#sound;
		this.#sound = this.#open();
		if (this.#isPaused) this.#sound?.setPaused(true);
		return this.#sound;
	}

	#open(): GameSound | null {
		const { session } = this.#options;
		try {
			return new GameSound({
				speakers: new WebSpeakers(),
				volumes: this.#volumes,
				load: async (hash) => (isAssetHash(hash) ? session.assets.load(hash) : null),
				placeOf: (index) => {
					const [x, y = 0, z = 0] = this.#scene.picture.poseAt(index, this.#alpha)?.position ?? [];
					return x === undefined || ![x, y, z].every(Number.isFinite) ? undefined : [x, y, z];
				},
			});
		} catch {
			return null; // a game without sounds is still a game
		}
	}
}

function eyesOf({ position, target }: ViewportView): { position: Vector3; rotation: Quaternion } {
	const matrix = mat4.targetTo(mat4.create(), [...position], [...target], [0, 1, 0]);
	const [x = 0, y = 0, z = 0, w = 1] = quat.normalize(quat.create(), mat4.getRotation(quat.create(), matrix));
	return { position, rotation: [x, y, z, w] };
}
