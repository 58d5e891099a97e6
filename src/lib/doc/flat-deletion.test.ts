import * as encoding from 'lib0/encoding';
import { describe, expect, it } from 'vitest';
import * as Y from 'yjs';
import { mintDocumentId, type EntityId } from '../base/ids.ts';
import { unwrap } from '../base/result.ts';
import { addEntities } from './commands/add-entities.ts';
import { setFields } from './commands/set-fields.ts';
import { LiveDocument } from './live-document.ts';
import { SceneDocument } from './scene.ts';

// Far more levels than any stack has frames.
const LEVELS = 40_000;

/** A scene with one entity, in which a peer nested maps without end under `position`. */
function setup() {
	const scene = new SceneDocument(new LiveDocument(mintDocumentId(), 'scene'));
	const [chair] = unwrap(addEntities(scene, [{ name: 'Chair', values: {} }], null)) as [EntityId];
	const peer = new LiveDocument(scene.document.id, 'scene');
	peer.apply(scene.document.encodeDiff(), 'network');
	const row = peer.ydoc.getMap<Y.Map<unknown>>('entities').get(chair) as Y.Map<unknown>;
	peer.ydoc.transact(() => {
		let at = row;
		for (let level = 0; level < LEVELS; level++) {
			const inner = new Y.Map();
			at.set(level === 0 ? 'position' : 'in', inner);
			at = inner;
		}
	});
	const nested = peer.encodeDiff(scene.document.stateVector());
	return { scene, chair, nested, top: (row._map.get('position') as Y.Item).id };
}

/** What a peer sends that deletes one item, whatever lies in it. */
function deletionOf({ client, clock }: Y.ID): Uint8Array {
	const encoder = encoding.createEncoder();
	for (const part of [0, 1, client, 1, clock, 1]) encoding.writeVarUint(encoder, part);
	return encoding.toUint8Array(encoder);
}

describe('[D1] [D6] types that a peer nests without end', () => {
	it('can be written over', () => {
		const { scene, chair, nested } = setup();
		scene.document.apply(nested, 'network');
		unwrap(setFields(scene, [{ entityId: chair, key: 'position', value: [1, 2, 3] }]));
		const fresh = new LiveDocument(scene.document.id, 'scene');
		fresh.apply(scene.document.encodeDiff(), 'network');
		expect([...new SceneDocument(fresh).snapshot.entities]).toEqual([...scene.snapshot.entities]);
		expect(scene.document.encodeDiff().byteLength).toBeLessThan(500);
	});

	it('can be deleted by the peer, and the document still be opened', () => {
		const { scene, chair, nested, top } = setup();
		const before = scene.document.encodeDiff();
		scene.document.apply(nested, 'network');
		scene.document.apply(deletionOf(top), 'network');
		unwrap(setFields(scene, [{ entityId: chair, key: 'scale', value: [2, 2, 2] }]));
		const fresh = new LiveDocument(scene.document.id, 'scene');
		fresh.apply(Y.mergeUpdates([before, nested, deletionOf(top)]), 'storage');
		fresh.apply(scene.document.encodeDiff(), 'network');
		expect([...new SceneDocument(fresh).snapshot.entities]).toEqual([...scene.snapshot.entities]);
		expect(fresh.encodeState()).toEqual(scene.document.encodeState());
	});
});
