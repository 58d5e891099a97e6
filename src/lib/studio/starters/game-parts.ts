import { parseEntityId, type EntityId } from '../../base/ids.ts';
import type { JsonValue } from '../../base/json.ts';
import { unwrap } from '../../base/result.ts';
import type { EntityDraft } from '../../doc/commands/add-entities.ts';
import { scriptFieldKey, scriptKey, type ScriptSlot } from '../../doc/components/entity-scripts.ts';
import { group, type Look } from './shapes.ts';
import type { DocumentOf } from './starter.ts';

type Values = Readonly<Record<string, JsonValue>>;
/** What scripts are set to, by the name of each. */
export type Worn = Readonly<Record<string, Values>>;

/** An entity that runs these scripts. */
export function wearing(documentOf: DocumentOf, scripts: Worn, draft: EntityDraft): EntityDraft {
	const entries = Object.entries(scripts).flatMap(([name, fields]) => {
		// One of each is enough, so that slots can go by the name.
		const slot: ScriptSlot = `script:${name}`;
		const set = Object.entries(fields).map(([field, value]) => [scriptFieldKey(slot, field), value]);
		return [[slot, true], [scriptKey(slot, 'source'), documentOf(name)], ...set];
	});
	return withValues(draft, Object.fromEntries(entries) as Values);
}

export const withValues = (draft: EntityDraft, values: Values): EntityDraft => ({
	...draft,
	values: { ...draft.values, ...values },
});

const ROUND: readonly JsonValue[] = ['sphere', 'cylinder', 'cone'];

/** A shape that others bump into, as it is seen. */
export function solid(draft: EntityDraft, more: Values = {}): EntityDraft {
	const { 'mesh.geometry': outline = 'box' } = draft.values;
	return withValues(draft, {
		collider: true,
		...(ROUND.includes(outline) && { 'collider.shape': outline }),
		...more,
	});
}

/** A shape that glows by itself. */
export const glowing = (draft: EntityDraft, color: string, strength = 1): EntityDraft =>
	withValues(draft, { 'material.emissive': color, 'material.emissiveIntensity': strength });

/** What lets others through and tells its scripts. */
export const sensing = (draft: EntityDraft, radius: number): EntityDraft =>
	withValues(draft, {
		collider: true,
		'collider.shape': 'sphere',
		'collider.radius': radius,
		'collider.sensor': true,
	});

/** A capsule that scripts move; its middle is half its height above its feet. */
export const walking = (draft: EntityDraft, { radius = 0.35, height = 1.2 } = {}): EntityDraft =>
	withValues(draft, {
		rigidBody: true,
		'rigidBody.type': 'kinematic',
		collider: true,
		'collider.shape': 'capsule',
		'collider.radius': radius,
		'collider.height': height,
	});

/** An instance of a prefab. */
export const copyOf = (documentOf: DocumentOf, prefab: string, name: string, look: Look): EntityDraft =>
	withValues(group(name, [], look), { prefab: true, 'prefab.source': documentOf(prefab) });

type Counter = {
	readonly place: 'topLeft' | 'top' | 'topRight';
	/** As long as nothing plays. */
	readonly content: string;
	/** Names in braces stand for what scripts share. */
	readonly words: string;
	readonly color: string;
	/** What the player reads when the game begins. */
	readonly intro?: string;
	/** It changes all the time: nobody wants to hear that. */
	readonly silent?: true;
};

/** Something that the player must know all the time, on a small sign at the top of the picture. It needs `Display`. */
export const counter = (documentOf: DocumentOf, name: string, look: Counter): EntityDraft =>
	wearing(
		documentOf,
		{ Display: { words: look.words, ...(look.intro && { intro: look.intro }) } },
		{
			name,
			values: {
				...{ ui: true, 'ui.text': look.content, 'ui.color': look.color, 'ui.live': !look.silent },
				...{ 'ui.anchor': look.place, 'ui.offset': look.place === 'top' ? [0, 3] : [3, 3] },
				...{ 'ui.size': [30, 7], 'ui.textSize': 4.2, 'ui.opacity': 0.75 },
			},
		},
	);

/** What a counter of lives looks like in every game. */
export const lives = (documentOf: DocumentOf): EntityDraft =>
	counter(documentOf, 'Lives', {
		...{ place: 'topRight', content: 'Lives 3', words: 'Lives {lives}', color: '#ffa39e' },
	});

/** It throws no shadow. */
export const airy = (draft: EntityDraft): EntityDraft => withValues(draft, { 'mesh.castShadow': false });

/** An entity that others name: `named(draft, 'gate')`, `{ entity: idOf('gate') }`. */
export const named = (draft: EntityDraft, id: string): EntityDraft => ({ ...draft, id: idOf(id) });

export const idOf = (name: string): EntityId =>
	unwrap(parseEntityId(name.padEnd(22, '-')), `an id for ${name}`);
