// One scene in two viewports, with batching and without, to be edited in both and compared.
import { systemClock } from '#lib/base/clock.ts';
import { mintDocumentId, type AssetHash, type EntityId } from '#lib/base/ids.ts';
import type { JsonValue } from '#lib/base/json.ts';
import { unwrap } from '#lib/base/result.ts';
import { addEntities, type EntityDraft } from '#lib/doc/commands/add-entities.ts';
import { removeEntities } from '#lib/doc/commands/remove-entities.ts';
import { setFields } from '#lib/doc/commands/set-fields.ts';
import { LiveDocument } from '#lib/doc/live-document.ts';
import { SceneDocument } from '#lib/doc/scene.ts';
import type { Viewport, ViewportView } from '#lib/engine/viewport-port.ts';
import { createViewport } from '#lib/engine/viewport.ts';

type Compared = {
	/** Pixels that differ visibly, as a share of all; and the share of pixels that are not the background. */
	readonly different: number;
	readonly drawn: number;
	/** Draw calls, batched and one by one. */
	readonly draws: readonly [number, number];
	/** Both as PNG, to be looked at. */
	readonly pictures: readonly [string, string];
};

const SIZE = { width: 320, height: 240 };
/** Rounding differs by a step or two of 255; a wrong shadow or colour by far more. */
const VISIBLE = 12;
/** Pictures are kept this small, which also evens out how versions of what draws round at edges. */
const KEPT = { width: 180, height: 135 };
/** Of 255, between such versions. */
const ANOTHER = 32;

/** The share of pixels that are another, and by how much all differ on average, of 255. */
type Distance = { readonly far: number; readonly mean: number };

const scene = new SceneDocument(new LiveDocument(mintDocumentId(), 'scene'));
const assets = new Map<AssetHash, Uint8Array<ArrayBuffer>>();
const viewports = [true, false].map(open) as [Viewport, Viewport];
scene.onChange((changes) => viewports.forEach((viewport) => viewport.apply(changes)));

function open(batching: boolean): Viewport {
	const canvas = document.createElement('canvas');
	canvas.style.cssText = `display: block; width: ${SIZE.width}px; height: ${SIZE.height}px`;
	document.body.append(canvas);
	const load = async (hash: AssetHash) => assets.get(hash)?.slice() ?? null;
	const options = { clock: systemClock, theme: 'dark', reducedMotion: true } as const;
	const viewport = unwrap(createViewport({ ...options, canvas, assets: { load }, batching }));
	viewport.show(scene.snapshot);
	return viewport;
}

/** Drawn and read in one task, before the browser may clear it. */
function picture(viewport: Viewport, index: number): OffscreenCanvas {
	const copy = new OffscreenCanvas(SIZE.width, SIZE.height);
	const canvas = document.querySelectorAll('canvas')[index];
	viewport.resize();
	if (canvas) copy.getContext('2d')?.drawImage(canvas, 0, 0);
	return copy;
}

async function encode(canvas: OffscreenCanvas): Promise<string> {
	const bytes = new Uint8Array(await (await canvas.convertToBlob({ type: 'image/png' })).arrayBuffer());
	return btoa(Array.from(bytes, (byte) => String.fromCharCode(byte)).join(''));
}

const pixels = (canvas: OffscreenCanvas): Uint8ClampedArray =>
	canvas.getContext('2d')?.getImageData(0, 0, canvas.width, canvas.height).data ?? new Uint8ClampedArray();

function shrink(image: OffscreenCanvas | ImageBitmap): OffscreenCanvas {
	const small = new OffscreenCanvas(KEPT.width, KEPT.height);
	const context = small.getContext('2d');
	if (context) context.imageSmoothingQuality = 'high';
	context?.drawImage(image, 0, 0, KEPT.width, KEPT.height);
	return small;
}

function distance(one: Uint8ClampedArray, other: Uint8ClampedArray): Distance {
	let far = 0;
	let sum = 0;
	for (let at = 0; at < one.length; at += 4) {
		const steps = [0, 1, 2].map((k) => Math.abs((one[at + k] ?? 0) - (other[at + k] ?? 0)));
		if (Math.max(...steps) > ANOTHER) far++;
		sum += steps.reduce((all, step) => all + step, 0) / 3;
	}
	return { far: far / (one.length / 4), mean: sum / (one.length / 4) };
}

function isFar(one: Uint8ClampedArray, other: Uint8ClampedArray, at: number, from = at): boolean {
	return [0, 1, 2].some((k) => Math.abs((one[at + k] ?? 0) - (other[from + k] ?? 0)) > VISIBLE);
}

let lost: { readonly canvas: HTMLCanvasElement; readonly handle: WEBGL_lose_context } | undefined;

function heard(canvas: HTMLCanvasElement, event: string, cause: () => void): Promise<void> {
	return new Promise((resolve) => {
		canvas.addEventListener(event, () => resolve(), { once: true });
		cause();
	});
}

const pair = {
	addAsset(hash: string, base64: string): void {
		assets.set(
			hash as AssetHash,
			Uint8Array.from(atob(base64), (char) => char.charCodeAt(0)),
		);
	},
	add: (drafts: readonly EntityDraft[], parent: string | null = null): readonly EntityId[] =>
		unwrap(addEntities(scene, drafts, parent as EntityId | null)),
	set(id: string, values: Readonly<Record<string, JsonValue>>): void {
		const edits = Object.entries(values).map(([key, value]) => ({ entityId: id as EntityId, key, value }));
		unwrap(setFields(scene, edits));
	},
	clear(): void {
		const ids = scene.snapshot.hierarchy.childrenOf.get(null) ?? [];
		if (ids.length > 0) unwrap(removeEntities(scene, ids));
	},
	remove: (id: string) => unwrap(removeEntities(scene, [id as EntityId])),
	both<Name extends 'select' | 'setShading' | 'setProjection' | 'setGrid' | 'preview'>(
		name: Name,
		...args: Parameters<Viewport[Name]>
	): void {
		for (const viewport of viewports) (viewport[name] as (...args: unknown[]) => void)(...args);
	},
	look(view: ViewportView): void {
		for (const viewport of viewports) viewport.setView(view);
	},
	triangles: (): readonly number[] =>
		viewports.map((viewport) => {
			viewport.resize();
			return viewport.stats.triangles;
		}),
	/** Takes the graphics card away from one of them, as drivers do when they start anew. */
	async loseContext(index: 0 | 1): Promise<void> {
		const canvas = document.querySelectorAll('canvas')[index];
		const handle = canvas?.getContext('webgl2')?.getExtension('WEBGL_lose_context');
		if (!canvas || !handle) throw new Error('No context to lose');
		lost = { canvas, handle };
		await heard(canvas, 'webglcontextlost', () => handle.loseContext());
	},
	async restoreContext(): Promise<void> {
		if (lost) await heard(lost.canvas, 'webglcontextrestored', () => lost?.handle.restoreContext());
	},
	/** Whether a picture of the scene is refused now: a bare one would be kept. */
	refusesCapture: async (index: 0 | 1): Promise<boolean> =>
		await viewports[index].capture(64, 36).then(
			() => false,
			() => true,
		),
	entityAt: (x: number, y: number): readonly (EntityId | null)[] =>
		viewports.map((viewport, index) => {
			const box = document.querySelectorAll('canvas')[index]?.getBoundingClientRect();
			return viewport.entityAt((box?.left ?? 0) + x, (box?.top ?? 0) + y);
		}),
	/** How high above the ground something dropped into the middle would land. */
	heights: (): readonly number[] =>
		viewports.map((viewport, index) => {
			const box = document.querySelectorAll('canvas')[index]?.getBoundingClientRect();
			return viewport.pointAt((box?.left ?? 0) + SIZE.width / 2, (box?.top ?? 0) + SIZE.height / 2)[1];
		}),
	/** Both as they are kept, small. */
	small: (): Promise<readonly string[]> =>
		Promise.all(viewports.map((viewport, index) => encode(shrink(picture(viewport, index))))),
	/** How far both are from a picture that was kept. */
	async distances(kept: string): Promise<readonly Distance[]> {
		const bytes = Uint8Array.from(atob(kept), (char) => char.charCodeAt(0));
		const golden = pixels(shrink(await createImageBitmap(new Blob([bytes], { type: 'image/png' }))));
		return viewports.map((viewport, index) => distance(pixels(shrink(picture(viewport, index))), golden));
	},
	/** A picture that is taken waits for the light of a sky, which is made while one looks. */
	async awaitLight(): Promise<void> {
		for (const viewport of viewports) await viewport.capture(16, 12);
	},
	async compare(): Promise<Compared> {
		const canvases = viewports.map(picture) as [OffscreenCanvas, OffscreenCanvas];
		const [one, other] = canvases.map(pixels) as [Uint8ClampedArray, Uint8ClampedArray];
		let different = 0;
		let drawn = 0;
		for (let at = 0; at < one.length; at += 4) {
			if (isFar(one, other, at)) different++;
			if (isFar(one, one, at, 0)) drawn++;
		}
		const count = one.length / 4;
		return {
			different: different / count,
			drawn: drawn / count,
			draws: [viewports[0].stats.draws, viewports[1].stats.draws],
			pictures: [await encode(canvases[0]), await encode(canvases[1])],
		};
	},
};

declare global {
	var viewportPair: typeof pair;
}

globalThis.viewportPair = pair;
