// What the figures of the viewport run inside a browser. Called by name from `figures.ts`.
import { systemClock } from '#lib/base/clock.ts';
import type { EntityId } from '#lib/base/ids.ts';
import { readField } from '#lib/doc/components/registry.ts';
import { unwrap } from '#lib/base/result.ts';
import { setFields } from '#lib/doc/commands/set-fields.ts';
import { LiveDocument } from '#lib/doc/live-document.ts';
import { SceneDocument } from '#lib/doc/scene.ts';
import { createSceneGraph } from '#lib/engine/scene/create-scene-graph.ts';
import { createViewport } from '#lib/engine/viewport.ts';
import { makeManyEntities, MODEL } from './many-entities.ts';
import { NaiveScene } from './naive-scene.ts';
import { Visits } from './visits.ts';

const ENTITIES = 10_000;
const SELECTED = 100;
const DISTANCE = 70;
/** What runs once a frame is compiled well after some hundred frames; what runs for each of ten thousand meshes is at once. */
const COMPILED_AFTER = 200;
/** As many frames follow each other, a quarter as many of the other side. */
const STRETCH = 40;

/**
 * Frames that follow each other, each after a change; how long the script of one took in the mean, ms. Neither side
 * begins while the browser is still busy drawing what it was told before; waiting for that is not counted.
 */
type Stretch = (
	frames: number,
	paced: boolean,
	change: (at: number) => void,
	shadows?: boolean,
) => Promise<number>;

export type Times = { readonly ours: number[]; readonly theirs: number[] };

/**
 * Script alone is measured: what a draw call costs in here is the pixels', drawn in software; it is left out on both
 * sides. All else that three.js tells the graphics card stays.
 */
function leaveOutDrawing(): void {
	const { prototype } = WebGL2RenderingContext;
	for (const name of ['drawArrays', 'drawElements', 'drawArraysInstanced', 'drawElementsInstanced'] as const)
		prototype[name] = () => {};
	const multiDraw = new OffscreenCanvas(1, 1).getContext('webgl2')?.getExtension('WEBGL_multi_draw');
	const several = Object.getPrototypeOf(multiDraw ?? {}) as Record<string, unknown>;
	for (const name of ['multiDrawArraysWEBGL', 'multiDrawElementsWEBGL'])
		if (name in several) several[name] = () => {};
}

function makeCanvas(): HTMLCanvasElement {
	const canvas = document.createElement('canvas');
	canvas.style.cssText = 'display: block; width: 320px; height: 240px';
	document.body.append(canvas);
	return canvas;
}

function waitForDrawing(canvas: HTMLCanvasElement): void {
	const gl = canvas.getContext('webgl2');
	gl?.readPixels(0, 0, 1, 1, gl.RGBA, gl.UNSIGNED_BYTE, new Uint8Array(4));
}

async function open(model: Uint8Array<ArrayBuffer>) {
	leaveOutDrawing();
	const scene = makeManyEntities(ENTITIES);
	const options = {
		clock: systemClock,
		theme: 'dark',
		reducedMotion: true,
		assets: { load: async (hash: string) => (hash === MODEL ? model.slice() : null) },
	} as const;
	const canvas = makeCanvas();
	const viewport = unwrap(createViewport({ ...options, canvas }));
	viewport.show(scene.snapshot);
	const single = createSceneGraph({ ...options, onChange() {}, batching: false });
	single.graph.show(scene.snapshot);
	await single.idle();
	const naiveCanvas = makeCanvas();
	const naive = new NaiveScene(naiveCanvas, single.graph);
	const meshes = [...scene.snapshot.entities.values()].filter((entity) => entity.values['mesh'] === true);
	const ids = meshes.slice(0, SELECTED).map(({ id }) => id);
	viewport.select(ids);
	/** The next picture; how long its script took, ms. */
	const pacedFrame = () =>
		new Promise<number>((resolve) => {
			const stop = viewport.on('stats-changed', ({ frameMs }) => {
				stop();
				resolve(frameMs);
			});
		});
	const idle = async () => {
		for (const each of [canvas, naiveCanvas]) waitForDrawing(each);
		await new Promise<void>((resolve) => setTimeout(resolve, 30));
	};
	const ours: Stretch = async (frames, paced, change) => {
		await idle();
		let sum = 0;
		for (let at = 0; at < frames; at++) {
			const next = paced ? pacedFrame() : undefined;
			sum += timed(() => change(at));
			if (!next) viewport.resize();
			sum += next ? await next : viewport.stats.frameMs;
			waitForDrawing(canvas);
		}
		return sum / frames;
	};
	const theirs: Stretch = async (frames, paced, change, shadows = false) => {
		await idle();
		let sum = 0;
		for (let at = 0; at < frames; at++) {
			if (paced) await new Promise(requestAnimationFrame);
			sum += timed(() => {
				change(at);
				naive.draw(shadows);
			});
			waitForDrawing(naiveCanvas);
		}
		return sum / frames;
	};
	return { scene, viewport, naive, ids, canvas, idle, pacedFrame, ours, theirs };
}

const visits = new Visits();
let opened: Awaited<ReturnType<typeof open>> | undefined;
const here = () => {
	if (!opened) throw new Error('Open the scene first');
	return opened;
};

function standAt(step: number): [number, number, number] {
	return [Math.sin(step / 9) * DISTANCE, 30, Math.cos(step / 9) * DISTANCE];
}

function timed(run: () => void): number {
	const start = performance.now();
	run();
	return performance.now() - start;
}

/** Counts the frames that begin from now on; asked, it says how many and counts no more. */
function countFrames(): () => number {
	let frames = 0;
	const count = () => {
		frames++;
		handle = requestAnimationFrame(count);
	};
	let handle = requestAnimationFrame(count);
	return () => {
		cancelAnimationFrame(handle);
		return frames;
	};
}

const bench = {
	visits,
	leaveOutDrawing,
	async open(base64: string): Promise<{ entities: number; draws: number; meshes: number }> {
		opened = await open(Uint8Array.from(atob(base64), (char) => char.charCodeAt(0)));
		const { viewport, naive, idle } = opened;
		// Models come, lights fade in.
		for (let i = 0; i < 30; i++) await idle();
		viewport.setView({ position: standAt(0), target: [0, 0, 0] });
		await opened.pacedFrame();
		const { entities, draws } = viewport.stats;
		return { entities, draws, meshes: naive.meshes.length };
	},
	/**
	 * Both go around the scene, in stretches of frames. `paced`: as the display asks for them; the browser's own drawing,
	 * in software, runs in between. Else one after the other.
	 */
	async orbit(runs: number, paced: boolean): Promise<Times> {
		const { viewport, naive, ours, theirs } = here();
		const times: Times = { ours: [], theirs: [] };
		const lookFrom = (step: number) => viewport.setView({ position: standAt(step), target: [0, 0, 0] });
		await ours(COMPILED_AFTER, paced, lookFrom);
		for (let run = 0; run < runs; run++) {
			const step = run * STRETCH;
			times.ours.push(await ours(STRETCH, paced, (at) => lookFrom(step + at)));
			times.theirs.push(await theirs(STRETCH / 4, paced, (at) => naive.look(standAt(step + at))));
		}
		return times;
	},
	/** A hundred entities are moved, with their shadows. */
	async drag(runs: number, paced: boolean): Promise<Times> {
		const { scene, viewport, naive, ids, ours, theirs } = here();
		const times: Times = { ours: [], theirs: [] };
		const starts = new Map<EntityId, readonly [number, number, number]>();
		for (const id of ids) {
			const entity = scene.snapshot.entities.get(id);
			if (entity) starts.set(id, readField(entity, 'transform', 'position'));
		}
		const move = (step: number) => {
			for (const [id, [x, y, z]] of starts) viewport.preview(id, { position: [x + step / 10, y, z] });
		};
		const moveNaive = () => {
			for (const mesh of naive.meshes.slice(0, SELECTED)) mesh.position.x += 0.1;
		};
		await ours(COMPILED_AFTER, paced, move);
		for (let run = 0; run < runs; run++) {
			times.ours.push(await ours(STRETCH, paced, move));
			times.theirs.push(await theirs(STRETCH / 4, paced, moveNaive, true));
		}
		return times;
	},
	/**
	 * Edits of somebody else arrive, at any time within a frame; how many frames later each is drawn: 1 is the next one.
	 * Their bytes go the way of what the line brings.
	 */
	async remoteEdits(runs: number): Promise<number[]> {
		const { scene, viewport, ids, pacedFrame } = here();
		const other = new SceneDocument(new LiveDocument(scene.document.id, 'scene'));
		other.document.applyV2(scene.document.encodeState(), 'storage');
		const stops = [
			scene.onChange((changes) => viewport.apply(changes)),
			other.document.onUpdate(({ bytes }) => scene.document.apply(bytes, 'network')),
		];
		const waited: number[] = [];
		for (let run = 0; run < runs; run++) {
			await new Promise<void>((resolve) => setTimeout(resolve, 30 + ((run * 7) % 17)));
			const frames = countFrames();
			const drawn = pacedFrame();
			const entityId = ids[run % ids.length];
			if (entityId) unwrap(setFields(other, [{ entityId, key: 'position', value: [run, 2, 0] }]));
			await drawn;
			waited.push(frames());
		}
		for (const stop of stops) stop();
		return waited;
	},
	/** One pick, at places all over the picture. */
	pick(runs: number): Times & { readonly met: readonly [number, number] } {
		const { viewport, naive, canvas } = here();
		const times: Times = { ours: [], theirs: [] };
		const met: [number, number] = [0, 0];
		const { left, top, width, height } = canvas.getBoundingClientRect();
		viewport.setView({ position: standAt(0), target: [0, 0, 0] });
		naive.look(standAt(0));
		const places = Array.from({ length: 40 }, (_, i) => [((i % 8) + 0.5) / 8, (Math.floor(i / 8) + 0.5) / 5]);
		for (let run = 0; run < runs; run++) {
			const ours = timed(() => {
				for (const [x = 0, y = 0] of places)
					if (viewport.entityAt(left + x * width, top + y * height)) met[0]++;
			});
			const theirs = timed(() => {
				for (const [x = 0, y = 0] of places) if (naive.pick(x * 2 - 1, 1 - y * 2)) met[1]++;
			});
			times.ours.push((ours * 1000) / places.length);
			times.theirs.push((theirs * 1000) / places.length);
		}
		return { ...times, met };
	},
};

export type ViewportBench = typeof bench;

declare global {
	var viewportBench: ViewportBench;
}

globalThis.viewportBench = bench;
