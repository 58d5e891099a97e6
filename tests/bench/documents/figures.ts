import * as Y from 'yjs';
import { mintDocumentId, type EntityId } from '#lib/base/ids.ts';
import type { JsonValue } from '#lib/base/json.ts';
import { unwrap } from '#lib/base/result.ts';
import { seededRandom } from '#lib/base/random.ts';
import { addEntities } from '#lib/doc/commands/add-entities.ts';
import { moveEntities } from '#lib/doc/commands/move-entities.ts';
import { removeEntities } from '#lib/doc/commands/remove-entities.ts';
import { renameEntity, setFields } from '#lib/doc/commands/set-fields.ts';
import { LiveDocument } from '#lib/doc/live-document.ts';
import { SceneDocument } from '#lib/doc/scene.ts';
import { againstBudget, median, round, type Figure } from '../figure.ts';
import { makeNestedMaps, makeScene } from './mixed-scene.ts';
import { heapOf, inTurn, time } from './timing.ts';

const RUNS = 7;
/** Merges are short: more of them, for a steadier median. */
const MERGES = 15;
const ENTITIES = 10_000;

const live = () => new LiveDocument(mintDocumentId(), 'scene');
const load = (state: Uint8Array): SceneDocument => {
	const document = live();
	document.apply(state, 'storage');
	return arranged(new SceneDocument(document));
};
/** With its tree, which is arranged when it is first looked at. */
function arranged(scene: SceneDocument): SceneDocument {
	if (!scene.snapshot.hierarchy.childrenOf.has(null)) throw new Error('A scene has roots');
	return scene;
}
const rawLoad = (state: Uint8Array): Y.Doc => {
	const ydoc = new Y.Doc();
	Y.applyUpdate(ydoc, state);
	return ydoc;
};

/** Bytes and heap of one scene, against a map for each component. */
export function measureSize(): Figure[] {
	const ours = makeScene(ENTITIES).document;
	const nested = makeNestedMaps(ENTITIES);
	const sizes = { ours: ours.encodeDiff(), theirs: Y.encodeStateAsUpdate(nested) };
	const sizesV2 = { ours: ours.encodeState(), theirs: Y.encodeStateAsUpdateV2(nested) };
	const heap = inTurn(
		5,
		() => heapOf(() => rawLoad(sizes.ours)),
		() => heapOf(() => rawLoad(sizes.theirs)),
	);
	const withSnapshot = median(Array.from({ length: 5 }, () => heapOf(() => load(sizes.ours))));
	const against = 'nested maps';
	const compare = (name: string, unit: string, our: number, their: number): Figure => ({
		name,
		unit,
		ours: round(our),
		against,
		value: round(their),
		ratio: round(their / our),
	});
	return [
		compare('bytes-10k', 'kB', sizes.ours.byteLength / 1000, sizes.theirs.byteLength / 1000),
		compare('bytes-10k-v2', 'kB', sizesV2.ours.byteLength / 1000, sizesV2.theirs.byteLength / 1000),
		compare('heap-10k', 'MB', heap.ours, heap.theirs),
		compare('heap-10k-with-snapshot', 'MB', withSnapshot, heap.theirs),
	];
}

/**
 * Two people, each with 10,000 edits made offline, take in each other's, until their readers have been told; and until
 * somebody has looked at the tree as well. Against the documents without a reader.
 */
export function measureMerge(): Figure[] {
	const base = makeScene(ENTITIES).document.encodeDiff();
	const [ana, ben] = [editOffline(base, 1), editOffline(base, 2)];
	const theirs = () =>
		time(
			() => [rawLoad(ana.state), rawLoad(ben.state)].map(rawEdited) as [Y.Doc, Y.Doc],
			([a, b]) => {
				Y.applyUpdate(a, ben.diff);
				Y.applyUpdate(b, ana.diff);
			},
		);
	const ours = (look: (scene: SceneDocument) => void) => () =>
		time(
			() => [told(load(ana.state)), told(load(ben.state))] as const,
			([a, b]) => {
				a.document.apply(ben.diff, 'network');
				b.document.apply(ana.diff, 'network');
				look(a);
				look(b);
			},
		);
	const merged = inTurn(
		MERGES,
		ours(() => {}),
		theirs,
	);
	const looked = inTurn(MERGES, ours(arranged), theirs);
	return [
		limit('merge-offline', merged.ours, merged.theirs, 'raw Yjs merge'),
		limit('merge-offline-with-tree', looked.ours, looked.theirs, 'raw Yjs merge'),
	];
}

/** One more edit: people who meet again have been editing, not just opened the document. */
function rawEdited(ydoc: Y.Doc): Y.Doc {
	const [row] = ydoc.getMap<Y.Map<unknown>>('entities').values();
	row?.set('name', 'Edited');
	return ydoc;
}

/** A scene with a reader, who wants to know each entity that changed. */
function told(scene: SceneDocument): SceneDocument {
	const [entityId] = scene.snapshot.entities.keys();
	if (entityId) unwrap(renameEntity(scene, entityId, 'Edited'));
	scene.onChange(({ changed, snapshot }) => {
		for (const id of changed.keys()) if (!snapshot.entities.has(id)) throw new Error('A reader was misled');
	});
	return scene;
}

/**
 * 10,000 edits as people make them: on what they work at (a tenth of the scene each, a third of it shared), mostly
 * moving things about, now and then adding, renaming, re-hanging or deleting one.
 */
function editOffline(base: Uint8Array, seed: number): { state: Uint8Array; diff: Uint8Array } {
	const scene = load(base);
	const known = scene.document.stateVector();
	const random = seededRandom(seed);
	const start = seed * 700;
	const ids = [...scene.snapshot.entities.keys()].sort().slice(start, start + 1000);
	const any = () => ids[Math.floor(random() * ids.length)]!;
	for (let i = 0; i < 10_000; i++) editOnce(scene, ids, any, random());
	return { state: scene.document.encodeDiff(), diff: scene.document.encodeDiff(known) };
}

function editOnce(scene: SceneDocument, ids: EntityId[], any: () => EntityId, dice: number): void {
	const set = (key: string, value: JsonValue) => setFields(scene, [{ entityId: any(), key, value }]);
	if (dice < 0.6) set('position', [Math.round(dice * 400) / 4, 0.5, 1]);
	else if (dice < 0.75) set('rotation', [0, 0.5, 0, Math.sqrt(0.75)]);
	else if (dice < 0.85) set('visible', dice < 0.8);
	else if (dice < 0.9) renameEntity(scene, any(), `Renamed ${dice}`);
	else if (dice < 0.95) {
		const added = addEntities(scene, [{ name: 'New', values: { mesh: true, position: [dice, 0, 0] } }], null);
		if (added.ok) ids.push(...added.value);
	} else if (dice < 0.98) moveEntities(scene, [any()], { parentId: any(), beforeId: null });
	else removeEntities(scene, [any()]);
}

/** From a loaded document to the snapshot with its tree, against loading it. */
export function measureSnapshot(): Figure {
	const state = makeScene(ENTITIES).document.encodeDiff();
	const { ours, theirs } = inTurn(
		RUNS,
		() =>
			time(
				() => {
					const document = live();
					document.apply(state, 'storage');
					return document;
				},
				(document) => arranged(new SceneDocument(document)),
			),
		() =>
			time(
				() => new Y.Doc(),
				(ydoc) => Y.applyUpdate(ydoc, state),
			),
	);
	return limit('snapshot-10k', ours, theirs, 'raw Y.applyUpdate');
}

/** One field edit until the reader has been told, in a scene of 10,000: the middle of 500, and the slow end. */
export function measureEdit(): Figure[] {
	const scene = makeScene(ENTITIES);
	let told = 0;
	scene.onChange(({ snapshot, changed }) => {
		for (const id of changed.keys()) if (snapshot.entities.get(id)) told = performance.now();
	});
	const ids = [...scene.snapshot.entities.keys()];
	const times = ids.slice(0, 600).map((entityId, i) => {
		const start = performance.now();
		unwrap(setFields(scene, [{ entityId, key: 'position', value: [i, 1.5, 0] }]));
		return told - start;
	});
	const sorted = times.slice(100).sort((a, b) => a - b);
	return [
		againstBudget('edit-notify-10k', 'ms', median(sorted), 1),
		againstBudget('edit-notify-10k-p95', 'ms', sorted[Math.floor(sorted.length * 0.95)] ?? NaN, 1),
	];
}

/** 100,000 field edits on 1,000 entities, ten to a gesture: how much the document grows. */
export function measureGrowth(): Figure[] {
	const scene = makeScene(1000);
	const ids = [...scene.snapshot.entities.keys()].sort();
	const gesture = (n: number) => {
		const edits = Array.from({ length: 10 }, (_, i) => ({
			entityId: ids[(n * 10 + i) % ids.length]!,
			key: 'position',
			value: [n / 4, i, 0.5],
		}));
		unwrap(setFields(scene, edits));
	};
	const sizes = () => ({
		kept: scene.document.encodeState().length,
		sent: scene.document.encodeDiff().length,
	});
	const before = sizes();
	for (let n = 0; n < 10_000; n++) gesture(n);
	const after = sizes();
	return [
		againstBudget('growth-100k', 'kB', (after.kept - before.kept) / 1000, 200),
		// What a new device loads over the line, whose updates name author and parent of every overwritten value.
		againstBudget('growth-100k-wire', 'kB', (after.sent - before.sent) / 1000, 200),
	];
}

/** Load and snapshot at rising sizes: the exponent of the power that fits best, 1 being linear. */
export function measureScale(): Figure {
	const sizes = [1000, 5000, 10_000, 50_000];
	const points = sizes.map((size) => {
		const state = makeScene(size).document.encodeDiff();
		const times = Array.from({ length: 6 }, () =>
			time(
				() => state,
				(bytes) => load(bytes),
			),
		);
		return [Math.log(size), Math.log(median(times.slice(1)))] as const;
	});
	const exponent = slope(points);
	return {
		name: 'scale',
		unit: 'exponent',
		ours: round(exponent),
		against: 'linear',
		value: 1,
		ratio: round(1 / exponent),
	};
}

/** Of the straight line that fits best. */
export function slope(points: readonly (readonly [number, number])[]): number {
	const mean = (pick: 0 | 1) => points.reduce((sum, point) => sum + point[pick], 0) / points.length;
	const [x, y] = [mean(0), mean(1)];
	const shared = points.reduce((sum, point) => sum + (point[0] - x) * (point[1] - y), 0);
	return shared / points.reduce((sum, point) => sum + (point[0] - x) ** 2, 0);
}

const limit = (name: string, ours: number, theirs: number, against: string): Figure => ({
	name,
	unit: 'ms',
	ours: round(ours),
	against,
	value: round(theirs),
	ratio: round(theirs / ours),
});
