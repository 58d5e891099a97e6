import { mintDocumentId, type AssetHash } from '#lib/base/ids.ts';
import type { JsonValue } from '#lib/base/json.ts';
import { seededRandom } from '#lib/base/random.ts';
import { unwrap } from '#lib/base/result.ts';
import { addEntities, type EntityDraft } from '#lib/doc/commands/add-entities.ts';
import { LiveDocument } from '#lib/doc/live-document.ts';
import { SceneDocument } from '#lib/doc/scene.ts';

export const MODEL = 'a'.repeat(64) as AssetHash;

const SHAPES = ['box', 'sphere', 'cylinder', 'cone', 'capsule', 'torus', 'plane'];
const COLORS = 40;
const SUN = { light: true, 'light.type': 'directional', 'light.castShadow': true };

/**
 * A wide level: groups of ten on a plain, of seven shapes in forty colours, one in three shiny to its own degree; one in
 * ten is a model, one in a hundred is seen through, one in eight throws no shadow; two lamps and a sun that throws shadows. The same for the same seed.
 */
export function makeManyEntities(count: number, seed = 7): SceneDocument {
	const scene = new SceneDocument(new LiveDocument(mintDocumentId(), 'scene'));
	const random = seededRandom(seed);
	const drafts: EntityDraft[] = [
		{ name: 'Sun', values: { ...SUN, rotation: [-0.5, 0.3, 0, 0.8] } },
		{ name: 'Lamp', values: { light: true, position: [4, 3, 4] } },
		{ name: 'Lamp', values: { light: true, position: [-4, 3, 4] } },
	];
	for (let at = 0; at < count; at += 10) {
		const children = Array.from({ length: 9 }, (_, i) => makeThing(at + i + 1, random));
		const values = { position: [spread(random, 120), 0, spread(random, 120)] };
		drafts.push({ name: `Group ${at / 10}`, values: { ...values, ...looks(at, random) }, children });
	}
	unwrap(addEntities(scene, drafts, null, { random }));
	return scene;
}

function makeThing(i: number, random: () => number): EntityDraft {
	const turn = random() * Math.PI;
	const position = [spread(random, 12), random() * 3, spread(random, 12)];
	const rotation = [0, Math.sin(turn), 0, Math.cos(turn)];
	return { name: `Thing ${i}`, values: { position, rotation, ...looks(i, random) } };
}

function looks(i: number, random: () => number): Record<string, JsonValue> {
	const values: Record<string, JsonValue> = { mesh: true };
	if (i % 8 === 3) values['mesh.castShadow'] = false;
	if (i % 10 === 5) return { ...values, 'mesh.geometry': 'model', 'mesh.model': MODEL };
	values['mesh.geometry'] = SHAPES[i % SHAPES.length] ?? 'box';
	values['material'] = true;
	values['material.color'] = `#${(((i % COLORS) + 1) * 402_653).toString(16).padStart(6, '0').slice(-6)}`;
	if (i % 3 === 1) values['material.roughness'] = Math.round(random() * 100) / 100;
	if (i % 100 === 7) Object.assign(values, { 'material.alphaMode': 'blend', 'material.opacity': 0.5 });
	return values;
}

const spread = (random: () => number, width: number) => (random() - 0.5) * width;
