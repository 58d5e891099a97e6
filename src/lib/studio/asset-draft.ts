import type { EntityDraft } from '../doc/commands/add-entities.ts';
import type { AssetEntry } from '../doc/project.ts';

type Point = readonly [number, number, number];

/** An asset as an entity: a model as itself, an image on an upright plane that stands on the point, a sound where it is heard. */
export function assetDraft(name: string, { type, hash }: AssetEntry, at: Point = [0, 0, 0]): EntityDraft {
	if (type === 'audio') return { name, values: { audio: true, 'audio.source': hash, position: [...at] } };
	if (type === 'model')
		return { name, values: { mesh: true, 'mesh.geometry': 'model', 'mesh.model': hash, position: [...at] } };
	return {
		name,
		values: {
			mesh: true,
			material: true,
			'mesh.geometry': 'plane',
			'material.colorMap': hash,
			'material.color': '#ffffff',
			position: [at[0], at[1] + 0.5, at[2]],
			rotation: [0.70711, 0, 0, 0.70711],
		},
	};
}
