import type { DocumentId } from '#lib/base/ids.ts';
import type { Peer } from '#lib/sync/presence.ts';

/** Somebody else in the project: one person, however many tabs they have open. */
export type Person = {
	readonly id: string;
	/** '' while they chose none. */
	readonly name: string;
	/** 1 to 8: an index into the peer colours. */
	readonly color: number;
	/** The document they look at; null while unknown. */
	readonly document: DocumentId | null;
	/** Where they look from in the scene on screen; null when they look at something else. */
	readonly camera: Peer['camera'];
};

/**
 * One entry a person, in a steady order, without oneself in another tab. `people` are the peers of the project,
 * `inScene` those of the scene on screen.
 */
export function listPeople(people: readonly Peer[], inScene: readonly Peer[], ownId: string): Person[] {
	const byId = new Map<string, Person>();
	for (const { user, document } of [...people].sort((a, b) => a.clientId - b.clientId)) {
		if (user.id === ownId) continue;
		const known = byId.get(user.id);
		const camera = inScene.find((peer) => peer.user.id === user.id && peer.camera)?.camera ?? null;
		byId.set(user.id, {
			id: user.id,
			name: user.name || known?.name || '',
			color: user.color,
			document: document ?? known?.document ?? null,
			camera,
		});
	}
	return [...byId.values()].sort((a, b) => (a.id < b.id ? -1 : 1));
}
