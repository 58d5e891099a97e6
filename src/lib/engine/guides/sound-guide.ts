import { readField } from '../../doc/components/registry.ts';
import type { EntitySnapshot } from '../../doc/entity.ts';
import { type Guide, type GuideHandle, lengthHandle, BETWEEN } from './guide.ts';
import { sphere } from './strokes.ts';

/** Where a sound is full and until where it fades; null for one that is the same everywhere. */
export function soundGuide(entity: EntitySnapshot): Guide | null {
	if (!readField(entity, 'audio', 'positional')) return null;
	const full = readField(entity, 'audio', 'refDistance');
	const end = readField(entity, 'audio', 'maxDistance');
	return {
		kind: 'sound',
		scaled: false,
		lines: [...sphere(full), ...sphere(end)],
		handles: [...handlesAt('audio.refDistance', full), ...handlesAt('audio.maxDistance', end)],
	};
}

const handlesAt = (key: GuideHandle['key'], radius: number): GuideHandle[] =>
	BETWEEN.map((way) => lengthHandle(key, radius, way));
