import * as Y from 'yjs';
import { mintDocumentId, mintEntityId, type EntityId } from '#lib/base/ids.ts';
import type { JsonValue } from '#lib/base/json.ts';
import { orderKeyBetween } from '#lib/base/order-key.ts';
import { seededRandom } from '#lib/base/random.ts';
import { unwrap } from '#lib/base/result.ts';
import { addEntities, type EntityDraft } from '#lib/doc/commands/add-entities.ts';
import { LiveDocument } from '#lib/doc/live-document.ts';
import { SceneDocument } from '#lib/doc/scene.ts';

/**
 * The same made-up scene for us and for the peer, as levels are built: groups of ten, put down on a grid of a quarter of
 * a metre. Most are shapes (half of them boxes) with a colour, one in four shinier than usual; one in ten is a light, one
 * in fifty a text; one in three is turned, one in five scaled. What is at its default is stored by neither.
 */
export function makeDrafts(count: number): EntityDraft[] {
	const random = seededRandom(42);
	const drafts: EntityDraft[] = [];
	for (let at = 0; at < count; at += 10) {
		const children = Array.from({ length: Math.min(9, count - at - 1) }, (_, i) =>
			makeDraft(at + i + 1, random),
		);
		drafts.push({ name: `Group ${at / 10}`, values: { position: vector(random, 50) }, children });
	}
	return drafts;
}

function makeDraft(i: number, random: () => number): EntityDraft {
	const turn = (Math.floor(random() * 12) * Math.PI) / 12;
	const values: Record<string, JsonValue> = { position: vector(random, 20) };
	if (i % 3 === 0) values['rotation'] = [0, Math.sin(turn), 0, Math.cos(turn)];
	if (i % 5 === 0) values['scale'] = vector(random, 3);
	return { name: `Thing ${i}`, values: { ...values, ...makeComponents(i, random) } };
}

function makeComponents(i: number, random: () => number): Record<string, JsonValue> {
	if (i % 10 === 5) {
		return {
			light: true,
			'light.color': '#ffd9a0',
			'light.intensity': round(1 + random() * 20),
			'light.range': 12,
		};
	}
	if (i % 50 === 7) return { text: true, material: true, 'text.content': `Sign ${i}`, 'text.size': 0.8 };
	const shape: Record<string, JsonValue> = { mesh: true, material: true, 'material.color': colorOf(i) };
	if (i % 4 > 1) shape['mesh.geometry'] = i % 4 === 2 ? 'sphere' : 'cylinder';
	if (i % 4 === 1) shape['material.roughness'] = round(random() * 0.5);
	return shape;
}

const colorOf = (i: number) => `#${(i * 7919).toString(16).padStart(6, '0').slice(-6)}`;
const round = (n: number) => Math.round(n * 1000) / 1000;
const vector = (random: () => number, size: number) =>
	Array.from({ length: 3 }, () => Math.round((random() - 0.5) * size * 4) / 4);

export function makeScene(count: number): SceneDocument {
	const scene = new SceneDocument(new LiveDocument(mintDocumentId(), 'scene'));
	unwrap(addEntities(scene, makeDrafts(count), null, { random: seededRandom(1) }));
	return scene;
}

/**
 * What a straightforward model of the same scene is: an entity with its place, and in it a map of its components, each
 * (the transform among them) a map of its fields.
 */
export function makeNestedMaps(count: number): Y.Doc {
	const ydoc = new Y.Doc();
	const random = seededRandom(1);
	const entities = ydoc.getMap<Y.Map<unknown>>('entities');
	const create = (draft: EntityDraft, parentId: EntityId | null, order: string) => {
		const id = mintEntityId();
		const entity = new Y.Map<unknown>(Object.entries({ name: draft.name, parent: parentId, order }));
		const maps = Object.entries(byComponent(draft.values)).map(
			([name, fields]) => [name, new Y.Map<unknown>(Object.entries(fields))] as const,
		);
		entity.set('components', new Y.Map<unknown>(maps));
		entities.set(id, entity);
		createAll(draft.children ?? [], id);
	};
	const createAll = (drafts: readonly EntityDraft[], parentId: EntityId | null) => {
		let last: string | null = null;
		for (const draft of drafts) {
			last = orderKeyBetween(last, null, random);
			create(draft, parentId, last);
		}
	};
	ydoc.transact(() => createAll(makeDrafts(count), null));
	return ydoc;
}

function byComponent(values: EntityDraft['values']): Record<string, Record<string, JsonValue>> {
	const components: Record<string, Record<string, JsonValue>> = {};
	for (const [key, value] of Object.entries(values)) {
		if (value === true && !key.includes('.')) {
			components[key] ??= {};
			continue;
		}
		const [component = '', field = ''] = key.includes('.') ? key.split('.') : ['transform', key];
		components[component] = { ...components[component], [field]: value };
	}
	return components;
}
