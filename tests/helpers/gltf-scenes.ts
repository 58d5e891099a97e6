import { mintEntityId, type AssetHash, type EntityId } from '#lib/base/ids.ts';
import type { JsonValue } from '#lib/base/json.ts';
import { seededRandom } from '#lib/base/random.ts';
import type { EntityDraft } from '#lib/doc/commands/add-entities.ts';
import type { Field } from '#lib/doc/components/component.ts';
import { COMPONENT_NAMES, declaredFields } from '#lib/doc/components/registry.ts';

type Shelf = { readonly models: readonly AssetHash[]; readonly images: readonly AssetHash[] };

const WORDS = ['', 'Way up', 'Zoë 🌳', 'a\nb', '?'];
const OPTIONAL = COMPONENT_NAMES.filter((name) => name !== 'transform' && name !== 'prefab');

/** A scene made up from a seed: every component and field turns up, with values from end to end. */
export function makeUpScene(seed: number, count: number, shelf: Shelf): EntityDraft[] {
	const random = seededRandom(seed);
	const below = (n: number) => Math.floor(random() * n);
	const pick = <T>(list: readonly T[]): T => list[below(list.length)] as T;
	const ids: EntityId[] = Array.from({ length: 4 }, mintEntityId);
	const between = (min: number, max: number) =>
		pick([min, max, min + (max - min) * random(), Math.min(Math.max(1, min), max)]);

	const valueOf = (field: Field): JsonValue => {
		switch (field.kind) {
			case 'number':
				return field.integer ? Math.round(between(field.min, field.max)) : between(field.min, field.max);
			case 'vector2':
				return [0, 1].map(() => between(field.min ?? -9, field.max ?? 9));
			case 'vector3':
				return [0, 1, 2].map(() => between(field.min ?? -9, field.max ?? 9));
			case 'rotation':
				return [random() - 0.5, random() - 0.5, random() - 0.5, random()];
			case 'color':
				return `#${below(2 ** 24)
					.toString(16)
					.padStart(6, '0')}`;
			case 'curve':
				return {
					smooth: random() < 0.5,
					points: [0, random(), 1].sort().map((x) => [x, between(field.min, field.max)]),
				};
			case 'gradient':
				return [0, random(), 1]
					.sort()
					.map((at) => ({ at, color: pick(['#000000', '#e8b04b']), opacity: random() }));
			case 'boolean':
				return random() < 0.5;
			case 'text':
				return pick(WORDS).slice(0, field.maxLength);
			case 'choice':
				return pick(field.options).value;
			case 'asset':
				return field.accepts === 'audio'
					? null
					: pick(field.accepts === 'model' ? shelf.models : shelf.images);
			case 'document':
				return null;
			case 'entity':
				return pick(ids);
			case 'any':
				return pick([1, false, 'near', [1, 2, 3], { entity: pick(ids) }]);
		}
	};

	const valuesOf = (): Record<string, JsonValue> => {
		const values: Record<string, JsonValue> = {};
		const chosen = OPTIONAL.filter(() => random() < 0.15);
		for (const component of ['transform', ...chosen] as const) {
			if (component !== 'transform') values[component] = true;
			for (const { key, field } of declaredFields(component))
				// Parts are named by what a model has: none of these is one.
				if (random() < 0.5 && key !== 'mesh.part') values[key] = valueOf(field);
		}
		return values;
	};

	const flat = Array.from({ length: Math.max(count, ids.length) }, (_, i) => ({
		name: pick(['Thing', 'Zoë’s 🏮', `Part ${i}`]),
		values: valuesOf(),
		children: [] as EntityDraft[],
		...(ids[i] && { id: ids[i] }),
	}));
	const roots: EntityDraft[] = [];
	flat.forEach((draft, i) =>
		(i === 0 || random() < 0.3 ? roots : pick(flat.slice(0, i)).children).push(draft),
	);
	return roots;
}
