import type { collider } from '#lib/doc/components/collider.ts';
import { readField } from '#lib/doc/components/registry.ts';
import type { GameEntity } from '../world/game-world.ts';

/** Every layer and the field that lets a collider pass through it; its place is its bit. */
const LAYERS = [
	['world', 'passWorld'],
	['players', 'passPlayers'],
	['enemies', 'passEnemies'],
	['pickups', 'passPickups'],
	['projectiles', 'passProjectiles'],
	['debris', 'passDebris'],
	['ownA', 'passOwnA'],
	['ownB', 'passOwnB'],
] as const satisfies readonly (readonly [(typeof collider.fields.layer.options)[number]['value'], string])[];

const ALL = 0xffff;

/** What an outline is, and what it meets, as Rapier has it: two meet when neither passes through the other. */
export function groupsOf(entity: GameEntity): number {
	const layer = readField(entity, 'collider', 'layer');
	let [is, meets] = [0, ALL];
	LAYERS.forEach(([name, pass], bit) => {
		if (name === layer) is = 1 << bit;
		if (readField(entity, 'collider', pass)) meets &= ~(1 << bit);
	});
	return toGroups(is, meets);
}

/** Groups of something that meets only these layers. Throws for a layer that there is not. */
export function groupsOfLayers(call: string, layers: readonly string[]): number {
	let meets = 0;
	for (const wanted of layers) {
		const bit = LAYERS.findIndex(([name]) => name === wanted);
		if (bit < 0) {
			const known = LAYERS.map(([name]) => name).join(', ');
			throw new RangeError(`${call}: there is no layer “${wanted}”; there are ${known}.`);
		}
		meets |= 1 << bit;
	}
	return toGroups(ALL, meets);
}

const toGroups = (is: number, meets: number): number => ((is << 16) | meets) >>> 0;
