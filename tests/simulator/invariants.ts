import { isDeepStrictEqual } from 'node:util';
import * as Y from 'yjs';
import type { DocumentId } from '#lib/base/ids.ts';
import type { Device, OpenDocument } from './device.ts';
import type { Simulation } from './simulation.ts';
import { contentOf, namesIn } from './truth.ts';

type Replica = { readonly who: string; readonly ydoc: Y.Doc };

/** Every replica of a document that must equal the others: viewers' own additions stay with them. */
function replicasOf(world: Simulation, id: DocumentId): Replica[] {
	const own = world.devices.flatMap(({ name, documents }) => {
		const open = documents.get(id);
		return open ? [{ who: name, ydoc: open.live.ydoc }] : [];
	});
	const stock = world.stock
		.filter(({ isGone, isViewer, truth }) => !isGone && !isViewer && truth === world.documents.get(id))
		.map(({ name, ydoc }) => ({ who: name, ydoc }));
	return [...own, ...stock];
}

const hasPending = ({ store }: Y.Doc): boolean => store.pendingStructs !== null || store.pendingDs !== null;

/** What is not as it should be by now, and may still come right; empty once everybody has everything. */
export function unsettled(world: Simulation): string[] {
	const complaints: string[] = [];
	for (const device of world.devices) {
		if (device.isOpen) complaints.push(...complaintsOf(device));
	}
	for (const { name, isGone, provider } of world.stock) {
		if (!isGone && !provider.synced) complaints.push(`${name} (stock) is not synced`);
	}
	for (const id of world.documents.keys()) {
		const [first, ...others] = replicasOf(world, id);
		for (const other of others) {
			if (!first || equal(first.ydoc, other.ydoc)) continue;
			complaints.push(`${id}: ${first.who} and ${other.who} differ`);
		}
		for (const { who, ydoc } of replicasOf(world, id)) {
			if (hasPending(ydoc)) complaints.push(`${id}: ${who} waits for something that does not come`);
		}
	}
	return complaints;
}

function complaintsOf({ name, connection, documents }: Device): string[] {
	const complaints: string[] = [];
	const line = connection?.state;
	if (line && line.kind !== 'online') complaints.push(`${name} is not online: ${JSON.stringify(line)}`);
	for (const [id, open] of documents) {
		const state = open.channel?.state;
		if (state?.kind !== 'synced') complaints.push(`${name}: ${id} is not synced: ${JSON.stringify(state)}`);
		if (open.channel?.isSending) complaints.push(`${name}: ${id} is still sending`);
		if (open.waiting > 0) complaints.push(`${name}: ${id} has ${open.waiting} edits not acknowledged`);
	}
	return complaints;
}

const equal = (a: Y.Doc, b: Y.Doc): boolean =>
	isDeepStrictEqual(
		Y.decodeStateVector(Y.encodeStateVector(a)),
		Y.decodeStateVector(Y.encodeStateVector(b)),
	) && isDeepStrictEqual(contentOf(a), contentOf(b));

/** Edits that nobody may lose: acknowledged ones, and those that somebody who is still there has. */
export function treasuresOf(world: Simulation): Map<DocumentId, Set<string>> {
	return new Map(
		[...world.documents].map(([id, truth]) => {
			const replicas = replicasOf(world, id).flatMap(({ ydoc }) => namesIn(ydoc));
			return [id, new Set([...truth.acknowledged, ...replicas])];
		}),
	);
}

/** Throws unless everything that was worth keeping is everywhere, and nothing else is. */
export async function checkContents(
	world: Simulation,
	treasures: Map<DocumentId, Set<string>>,
): Promise<void> {
	for (const [id, truth] of world.documents) {
		const stored = await storedDocument(world, id);
		try {
			for (const { who, ydoc } of [...replicasOf(world, id), { who: 'the disk', ydoc: stored }]) {
				if (hasPending(ydoc)) throw new Error(`${id}: ${who} has structs that wait for others`);
				if (!truth.isPlayground) checkNames(id, who, namesIn(ydoc), treasures.get(id) ?? new Set());
			}
			const [first] = replicasOf(world, id);
			if (first && !equal(first.ydoc, stored)) throw new Error(`${id}: the disk differs from ${first.who}`);
		} finally {
			stored.destroy();
		}
	}
	checkViewers(world);
}

function checkNames(
	id: DocumentId,
	who: string,
	names: readonly string[],
	treasures: ReadonlySet<string>,
): void {
	const held = new Set(names);
	const lost = [...treasures].filter((name) => !held.has(name));
	if (lost.length > 0) throw new Error(`${id}: ${who} has lost ${lost.join(', ')}`);
	const forbidden = names.filter((name) => name.startsWith('viewer') || name.startsWith('evil'));
	if (forbidden.length > 0)
		throw new Error(`${id}: ${who} has what nobody may write: ${forbidden.join(', ')}`);
}

/** Viewers with edits of their own have everything else all the same. */
function checkViewers(world: Simulation): void {
	for (const viewer of world.stock) {
		if (viewer.isGone || !viewer.isViewer || viewer.truth.isPlayground) continue;
		const held = new Set(viewer.names);
		const missing = namesIn(viewer.truth.durable).filter((name) => !held.has(name));
		if (missing.length > 0)
			throw new Error(`${viewer.name} (stock viewer) never heard of ${missing.join(', ')}`);
	}
}

async function storedDocument({ disk, projectId }: Simulation, documentId: DocumentId): Promise<Y.Doc> {
	const ydoc = new Y.Doc();
	const { snapshot, rows } = await disk.log.load({ projectId, documentId });
	if (snapshot) Y.applyUpdate(ydoc, snapshot.state);
	for (const { update } of rows) Y.applyUpdate(ydoc, update);
	return ydoc;
}

/** Who should see whom, and does not. */
export function presenceComplaints(world: Simulation): string[] {
	const complaints: string[] = [];
	for (const [id, truth] of world.documents) {
		const own = world.devices.flatMap(({ name, documents }) => {
			const open = documents.get(id);
			return open ? [{ name, clientId: open.live.clientId, seen: () => seenBy(open) }] : [];
		});
		const stock = world.stock
			.filter((device) => !device.isGone && device.truth === truth)
			.map(({ name, ydoc, provider: { awareness } }) => ({
				name,
				clientId: ydoc.clientID,
				seen: () => [...awareness.getStates().keys()].filter((other) => other !== ydoc.clientID),
			}));
		const all = [...own, ...stock];
		for (const me of all) {
			const expected = all.filter((other) => other !== me).map(({ clientId }) => clientId);
			const seen = new Set(me.seen());
			const missing = expected.filter((clientId) => !seen.has(clientId));
			const ghosts = [...seen].filter((clientId) => !expected.includes(clientId));
			const nameOf = (clientId: number) => all.find((other) => other.clientId === clientId)?.name ?? clientId;
			if (missing.length > 0)
				complaints.push(`${id}: ${me.name} does not see ${missing.map(nameOf).join(', ')}`);
			if (ghosts.length > 0)
				complaints.push(`${id}: ${me.name} sees ghosts: ${ghosts.map(nameOf).join(', ')}`);
		}
	}
	return complaints;
}

const seenBy = ({ presence }: OpenDocument): number[] => presence.peers().map(({ clientId }) => clientId);

/** What is left behind once everybody has gone. */
export function leftovers({ server, devices, links }: Simulation): string[] {
	const found: string[] = [];
	if (!server) return ['the server is not there'];
	if (server.server.connections > 0) found.push(`${server.server.connections} connections`);
	if (server.server.openRooms > 0) found.push(`${server.server.openRooms} rooms`);
	if (server.clock.pending > 0) found.push(`${server.clock.pending} timers of the server`);
	for (const { name, pending, listeners } of devices) {
		if (pending + listeners > 0) found.push(`${pending} timers and ${listeners} listeners of ${name}`);
	}
	const sockets = links.reduce((sum, link) => sum + link.sockets.size, 0);
	if (sockets > 0) found.push(`${sockets} sockets`);
	return found;
}
