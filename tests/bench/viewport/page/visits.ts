import { systemClock } from '#lib/base/clock.ts';
import { unwrap } from '#lib/base/result.ts';
import type { SceneDocument } from '#lib/doc/scene.ts';
import { createSceneGraph } from '#lib/engine/scene/create-scene-graph.ts';
import { createViewport } from '#lib/engine/viewport.ts';
import { makeManyEntities, MODEL } from './many-entities.ts';
import { NaiveScene } from './naive-scene.ts';

const DISTANCE = 70;

/** Scenes that are opened, looked at and closed again. Frames are drawn by `resize`, in one task. */
export class Visits {
	#model = new Uint8Array();
	#scene: SceneDocument | undefined;

	/** Makes the scene that the following visits are to. */
	prepare(base64: string, entities: number): void {
		this.#model = Uint8Array.from(atob(base64), (char) => char.charCodeAt(0));
		this.#scene = makeManyEntities(entities);
	}

	/** A visit to another scene each time, which nothing is kept of. */
	async another(base64: string, entities: number, seed: number): Promise<void> {
		this.#model = Uint8Array.from(atob(base64), (char) => char.charCodeAt(0));
		this.#scene = makeManyEntities(entities, seed);
		await this.visit(5);
		this.#scene = undefined;
	}

	/** How long it takes from a snapshot to the first picture, and for each frame going around it, ms. */
	async visit(frames: number): Promise<{ readonly opened: number; readonly frames: readonly number[] }> {
		const { canvas, options } = this.#makeRoom();
		const start = performance.now();
		const viewport = unwrap(createViewport({ ...options, canvas }));
		viewport.setView({ position: standAt(0), target: [0, 0, 0] });
		viewport.show(this.#snapshot());
		viewport.resize();
		const opened = performance.now() - start;
		await pause(300);
		viewport.select([...this.#snapshot().entities.keys()].slice(0, 20));
		const times: number[] = [];
		for (let frame = 0; frame < frames; frame++) {
			viewport.setView({ position: standAt(frame), target: [0, 0, 0] });
			viewport.resize();
			times.push(viewport.stats.frameMs);
			await pause(20);
		}
		const { left, top } = canvas.getBoundingClientRect();
		viewport.entityAt(left + 160, top + 120);
		viewport.dispose();
		canvas.remove();
		return { opened, frames: times };
	}

	/** The same with a mesh each, whose geometries and materials are there already. */
	async visitNaive(frames: number): Promise<{ readonly opened: number; readonly frames: readonly number[] }> {
		const { canvas, options } = this.#makeRoom();
		const single = createSceneGraph({ ...options, onChange() {}, batching: false });
		single.graph.show(this.#snapshot());
		await single.idle();
		const start = performance.now();
		const naive = new NaiveScene(canvas, single.graph);
		naive.look(standAt(0));
		naive.draw(true);
		const opened = performance.now() - start;
		const times: number[] = [];
		for (let frame = 0; frame < frames; frame++) {
			naive.look(standAt(frame));
			const before = performance.now();
			naive.draw(false);
			times.push(performance.now() - before);
		}
		naive.dispose();
		single.dispose();
		canvas.remove();
		return { opened, frames: times };
	}

	#snapshot() {
		if (!this.#scene) throw new Error('Prepare the scene first');
		return this.#scene.snapshot;
	}

	#makeRoom() {
		const canvas = document.createElement('canvas');
		canvas.style.cssText = 'display: block; width: 320px; height: 240px';
		document.body.append(canvas);
		const load = async (hash: string) => (hash === MODEL ? this.#model.slice() : null);
		const options = { clock: systemClock, theme: 'dark', reducedMotion: true, assets: { load } } as const;
		return { canvas, options };
	}
}

const pause = (ms: number) => new Promise<void>((resolve) => setTimeout(resolve, ms));

function standAt(step: number): [number, number, number] {
	return [Math.sin(step / 9) * DISTANCE, 30, Math.cos(step / 9) * DISTANCE];
}
