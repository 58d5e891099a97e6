import {
	type AnimationAction,
	type AnimationClip,
	AnimationMixer,
	LoopOnce,
	LoopPingPong,
	LoopRepeat,
	type Object3D,
} from 'three';
import { readField } from '../../doc/components/registry.ts';
import type { EntitySnapshot } from '../../doc/entity.ts';
import type { ClipChoice } from '../viewport-port.ts';
import type { Motion } from './motion.ts';

const LOOPS = { once: LoopOnce, repeat: LoopRepeat, pingpong: LoopPingPong } as const;

/** Plays the clips of one copy of a model: one at a time, each going over into the next. */
export class ClipMotion implements Motion {
	#object: Object3D;
	#clips: readonly AnimationClip[];
	#mixer: AnimationMixer;
	#entity: EntitySnapshot;
	#current: AnimationAction | null = null;
	#isOn = false;

	constructor(object: Object3D, clips: readonly AnimationClip[], entity: EntitySnapshot) {
		this.#object = object;
		this.#clips = clips;
		this.#mixer = new AnimationMixer(object);
		this.#entity = entity;
	}

	/** Its fields are others now: what plays goes over into what they say. */
	follow(entity: EntitySnapshot): void {
		this.#entity = entity;
		if (this.#isOn) this.play(choiceOf(entity));
	}

	/** What plays already goes on, from its beginning when it was over. A clip that the model lacks leaves all as it is. */
	play({ clip: name, fade, loop, speed }: ClipChoice): void {
		this.#isOn = true;
		if (name === null) return this.#stop(fade);
		const clip = name === '' ? this.#clips[0] : this.#clips.find((each) => each.name === name);
		if (!clip) return;
		const before = this.#current;
		const action = this.#mixer.clipAction(clip);
		action.timeScale = speed;
		action.loop = LOOPS[loop];
		action.repetitions = loop === 'once' ? 1 : Infinity;
		action.clampWhenFinished = true;
		if (action === before && action.isRunning()) return;
		action.reset().play();
		if (speed < 0) action.time = clip.duration;
		if (before && before !== action && fade > 0) action.crossFadeFrom(before, fade, false);
		else if (before && before !== action) before.stop();
		this.#current = action;
	}

	advance(seconds: number): void {
		if (!this.#isOn) {
			this.#isOn = true;
			if (readField(this.#entity, 'animation', 'autoplay')) this.play(choiceOf(this.#entity));
		}
		this.#mixer.update(seconds);
		this.#place();
	}

	rest(): void {
		this.#isOn = false;
		this.#current = null;
		this.#mixer.stopAllAction();
		this.#place();
	}

	dispose(): void {
		this.#mixer.stopAllAction();
		this.#mixer.uncacheRoot(this.#object);
	}

	#stop(fade: number): void {
		if (fade > 0) this.#current?.fadeOut(fade);
		else this.#current?.stop();
		this.#current = null;
	}

	/** Nothing on stage reckons its own matrix anew unless it was told to. */
	#place(): void {
		this.#object.traverse((each) => each.updateMatrix());
	}
}

const choiceOf = (entity: EntitySnapshot): ClipChoice => ({
	clip: readField(entity, 'animation', 'clip'),
	fade: readField(entity, 'animation', 'fade'),
	loop: readField(entity, 'animation', 'loop'),
	speed: readField(entity, 'animation', 'speed'),
});
