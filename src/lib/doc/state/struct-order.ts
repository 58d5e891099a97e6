import * as Y from 'yjs';

type Struct = Y.Item | Y.GC;

/**
 * The structs of a whole document in the order in which Yjs would take them: each author's in theirs, none before what
 * it refers to, and where nothing says which comes first, those of higher numbers. `null` when something is missing, or
 * waits for itself.
 */
export function inOrder(byClient: ReadonlyMap<number, readonly Struct[]>): readonly Struct[] | null {
	const order: Struct[] = [];
	const taken = new Map<number, number>();
	const ends = new Map<number, number>();
	const next = (client: number): Struct | undefined => {
		const at = taken.get(client) ?? 0;
		taken.set(client, at + 1);
		return byClient.get(client)?.[at];
	};
	const waiting: Struct[] = [];
	for (const client of [...byClient.keys()].sort((a, b) => b - a)) {
		for (let struct = next(client); struct; struct = waiting.pop() ?? next(client)) {
			const missing = missingOf(struct, ends);
			if (missing === null) {
				order.push(struct);
				ends.set(struct.id.client, struct.id.clock + struct.length);
				continue;
			}
			const first = next(missing);
			if (!first) return null;
			waiting.push(struct, first);
		}
	}
	return order;
}

/** An author whose struct this one refers to, and which is not there yet. */
function missingOf(struct: Struct, ends: ReadonlyMap<number, number>): number | null {
	if (!(struct instanceof Y.Item)) return null;
	const { origin, rightOrigin, parent } = struct;
	if (origin && origin.clock >= (ends.get(origin.client) ?? 0)) return origin.client;
	if (rightOrigin && rightOrigin.clock >= (ends.get(rightOrigin.client) ?? 0)) return rightOrigin.client;
	if (parent instanceof Y.ID && parent.clock >= (ends.get(parent.client) ?? 0)) return parent.client;
	return null;
}
