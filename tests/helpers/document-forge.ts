import * as Y from 'yjs';
import { LiveDocument } from '#lib/doc/live-document.ts';
import type { Act, Turn } from './document-turn.ts';

/** Writes as a peer that obeys no rule, of another version or none, and sends it to everybody. */
export const forge: Act = (turn) => {
	const { world, person } = turn;
	if (!person.online) return undefined;
	const id = turn.pickOf(world.documentsOf('scene', 'prefab', 'project'));
	const forger = new LiveDocument(id, world.kindOf(id));
	forger.ydoc.clientID = world.mintClient();
	forger.apply(person.open(id).encodeDiff(), 'network');
	const told = forgeIn(turn, forger);
	if (told !== undefined) {
		world.ledger.count('forgeries');
		// All of it, so that nothing it builds on can be missing; one has it at once, so that it cannot be lost.
		world.network.send('a stranger', id, forger.encodeDiff());
		person.receive(id, forger.encodeDiff());
	}
	forger.destroy();
	return told && `knows a stranger who ${told} in ${turn.titleOf(id)}`;
};

function forgeIn(turn: Turn, { id, kind, ydoc }: LiveDocument): string | undefined {
	const { ledger } = turn.world;
	const table = kind === 'project' ? 'documents' : 'entities';
	const rows = ydoc.getMap<Y.Map<unknown>>(table);
	const names = [...rows.keys()].sort();
	if (names.length === 0) return undefined;
	const row = turn.pickOf(names);
	const map = rows.get(row);
	if (!(map instanceof Y.Map)) return undefined;
	const mark = ledger.forgeries.length;
	const keep = (key: string, value: unknown) => {
		map.set(key, value);
		ledger.forgeries.push({ documentId: id, table, row, key, value });
		return `writes ${key}`;
	};
	const spoil = (key: string, value: unknown) => {
		map.set(key, value);
		ledger.forgedValues.add(JSON.stringify(value));
		return `writes ${JSON.stringify(value)} as ${key}`;
	};
	switch (turn.pick(9)) {
		case 0:
			return keep(`future.${mark}`, { deep: [mark, 'ü'] });
		case 1:
			return keep(`future${mark}`, true);
		case 2:
			return keep(`@${mark}/x:y`, [mark]);
		case 3:
			return spoil(kind === 'project' ? 'title' : 'position', `wrong ${mark}`);
		case 4:
			return spoil(kind === 'project' ? 'order' : 'name', turn.pickOf([mark, null, ['a']]));
		case 5:
			return spoil('mesh.geometry', { wrong: mark });
		case 6:
			return kind === 'project' ? undefined : spoil('material.map', 'd'.repeat(64));
		case 7: {
			if (kind === 'project') return undefined;
			const parents = [turn.pickOf(names), 'nobody'.padEnd(22, '_'), row, null];
			return spoil('place', [turn.pickOf(parents), turn.pickOf(['a0', 'zz', '']), turn.pickOf(parents)]);
		}
		default:
			ydoc.getMap('rows of the future').set(`${mark}`, new Y.Map([['x', 1]]));
			return 'writes a table of the future';
	}
}
