import { unwrap } from '#lib/base/result.ts';
import { setFields } from '#lib/doc/commands/set-fields.ts';
import { LiveDocument } from '#lib/doc/live-document.ts';
import { SceneDocument } from '#lib/doc/scene.ts';
import { mintDocumentId } from '#lib/base/ids.ts';
import { DIALECTS } from './dialect.ts';
import { makeState, makeWriters, openScene, readScene } from './edits.ts';
import { joinRoom, seedRoom } from './fanout-load.ts';
import { HocuspocusClient } from './hocuspocus-client.ts';
import { now, pause } from './processes.ts';
import { frameOf } from './raw-socket.ts';
import { createRealClient } from './real-client.ts';
import { Recording } from './recording.ts';
import type { Venue } from './servers.ts';

const EDITS = 20;
const PATIENCE_MS = 10_000;

/** Somebody real in the room, whichever server it is. */
function enterReally(venue: Venue, room: string): { scene: SceneDocument; leave(): void } {
	if (venue.dialect === 'ours') {
		const { scene, connection } = createRealClient(venue, room);
		return { scene, leave: () => connection.dispose() };
	}
	const client = new HocuspocusClient(venue.port, room);
	const document = new LiveDocument(mintDocumentId(), 'scene');
	const scene = new SceneDocument(document);
	client.ydoc.on('update', (update: Uint8Array, origin: unknown) => {
		if (origin !== document) document.apply(update, 'network');
	});
	document.onUpdate(({ bytes, local }) => {
		if (local) client.takeEdit(bytes, document);
	});
	return { scene, leave: () => client.close() };
}

/**
 * The load generator against real clients: what it writes they read, what they write it reads, and both end with the
 * same document. Throws when not.
 */
export async function checkLoad({ venue, room }: { venue: Venue; room: string }): Promise<true> {
	const dialect = DIALECTS[venue.dialect];
	const state = makeState(EDITS);
	const [writer] = makeWriters(state, 1, EDITS);
	if (!writer) throw new Error('There is no writer');
	await seedRoom(venue, room, state);
	const reader = await joinRoom(venue, room);
	const raw = await joinRoom(venue, room);
	const real = enterReally(venue, room);
	await until(() => real.scene.snapshot.entities.size === EDITS, 'see the document');
	for (const [i, { update }] of writer.edits.entries()) {
		raw.send(frameOf(dialect.update(room, i + 1, update)));
		const entityId = [...real.scene.snapshot.entities.keys()].sort().at(-1);
		if (!entityId) throw new Error('There is nothing to edit');
		unwrap(setFields(real.scene, [{ entityId, key: 'position', value: [i, 2, 0.5] }]));
		await pause(5);
	}
	const read = dialect.reader();
	const hears = () =>
		new Recording(reader.unread()).messages().flatMap(({ payload }) => {
			const heard = read(payload);
			return heard.kind === 'update' ? heard.update : [];
		});
	const written = readScene(
		openScene(state, real.scene.document.encodeDiff(), ...writer.edits.map(({ update }) => update)),
	);
	await until(() => readScene(real.scene) === written, 'see what the load wrote');
	await until(() => readScene(openScene(state, ...hears())) === written, 'be heard by the load');
	real.leave();
	for (const socket of [reader, raw]) socket.close();
	return true;
}

async function until(holds: () => boolean, what: string): Promise<void> {
	const start = now();
	while (!holds()) {
		if (now() - start > PATIENCE_MS) throw new Error(`A real client did not ${what}`);
		await pause(20);
	}
}
