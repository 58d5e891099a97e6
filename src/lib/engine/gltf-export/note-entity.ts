import { scriptSlots } from '../../doc/components/entity-scripts.ts';
import { hasComponent, readField, type ComponentName } from '../../doc/components/registry.ts';
import type { ExpandedEntity } from '../../doc/prefabs/expanded-scene.ts';
import type { ExportNoteKind, ExportNotes } from './export-notes.ts';

/** Components that other programs take no notice of. */
const UNSEEN: readonly (readonly [ComponentName, ExportNoteKind])[] = [
	['environment', 'environment'],
	['particles', 'particles'],
	['audio', 'audio'],
	['rigidBody', 'physics'],
	['collider', 'physics'],
	['joint', 'physics'],
	['animation', 'animation'],
	['note', 'note'],
	['ui', 'interface'],
	['spawnPoint', 'spawn-point'],
	['prefab', 'prefab'],
];
const USUAL_FALLOFF = 2;

/** Remembers what of an entity other programs will show otherwise, or not at all. */
export function noteEntity(entity: ExpandedEntity, notes: ExportNotes): void {
	const kinds = UNSEEN.filter(([component]) => hasComponent(entity, component)).map(([, kind]) => kind);
	if (scriptSlots(entity.values).length > 0) kinds.push('script');
	for (const kind of new Set(kinds)) notes.add(kind, entity.name);
	if (!readField(entity, 'transform', 'visible')) notes.add('hidden', entity.name);
	if (hasComponent(entity, 'sprite') && readField(entity, 'sprite', 'billboard'))
		notes.add('billboard', entity.name);
	if (!hasComponent(entity, 'light')) return;
	const type = readField(entity, 'light', 'type');
	const hasFalloff = type === 'point' || type === 'spot';
	if (hasFalloff && readField(entity, 'light', 'decay') !== USUAL_FALLOFF) notes.add('falloff', entity.name);
	if (!hasFalloff && type !== 'directional') notes.add('light', entity.name);
}
