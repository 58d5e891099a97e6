import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import * as Y from 'yjs';
import { structBomb } from '../../../../tests/helpers/struct-bomb.ts';
import { mintDocumentId, type EntityId } from '../../base/ids.ts';
import { seededRandom } from '../../base/random.ts';
import { unwrap } from '../../base/result.ts';
import { addEntities } from '../commands/add-entities.ts';
import { renameEntity } from '../commands/set-fields.ts';
import { DOCUMENT_KINDS, LiveDocument } from '../live-document.ts';
import { SceneDocument } from '../scene.ts';
import { SCHEMAS } from '../schema.ts';
import { openVersion } from './open-version.ts';

const id = mintDocumentId();

function setup() {
	const scene = new SceneDocument(new LiveDocument(id, 'scene'));
	const drafts = Array.from({ length: 20 }, (_, i) => ({ name: `Box ${i}`, values: { mesh: true } }));
	const boxes = unwrap(addEntities(scene, drafts, null));
	return { scene, box: boxes[0] as EntityId, state: scene.document.encodeState() };
}

describe('opening a version', () => {
	it('[D20] shows what was, whatever became of it', () => {
		const { scene, box, state } = setup();
		const then = scene.snapshot;
		unwrap(renameEntity(scene, box, 'Later'));
		const { content } = unwrap(openVersion(state, 'scene', id));
		expect(content.kind === 'scene' && content.snapshot.entities.get(box)).toEqual(then.entities.get(box));
	});

	it('[D20] takes no edit: a version stays what it is', () => {
		const { box, state } = setup();
		const { document } = unwrap(openVersion(state, 'scene', id));
		const refused = renameEntity(new SceneDocument(document), box, 'Other');
		expect(!refused.ok && refused.error.reason).toBe('read-only');
		expect(document.encodeState()).toEqual(state);
	});

	it('[D20] says of one from a newer RaStudios that it is', () => {
		for (const kind of DOCUMENT_KINDS) {
			const ydoc = new Y.Doc();
			ydoc.getMap(kind === 'project' ? 'settings' : 'meta').set('schema', SCHEMAS[kind] + 1);
			const opened = openVersion(Y.encodeStateAsUpdateV2(ydoc), kind, id);
			expect(!opened.ok && opened.error.reason).toBe('newer');
		}
	});

	it('[D20] shows one that waits for a part which its device had lost', () => {
		const { scene, box } = setup();
		const friend = new LiveDocument(id, 'scene');
		friend.apply(scene.document.encodeDiff(), 'network');
		unwrap(renameEntity(scene, box, 'Lost'));
		const lost = scene.document.stateVector();
		unwrap(addEntities(scene, [{ name: 'Waiting', values: {} }], null));
		friend.apply(scene.document.encodeDiff(lost), 'network');
		expect(friend.hasPending()).toBe(true);
		const { content } = unwrap(openVersion(friend.encodeState(), 'scene', id));
		expect(content.kind === 'scene' && content.snapshot.entities.size).toBe(20);
	});

	it('[D20] never throws, whatever the bytes', () => {
		const { state } = setup();
		const random = seededRandom(4);
		let [refused, shown] = [0, 0];
		const open = (bytes: Uint8Array) => {
			for (const kind of DOCUMENT_KINDS) {
				const opened = openVersion(bytes, kind, id);
				if (opened.ok) shown++;
				else refused++;
			}
		};
		fc.assert(fc.property(fc.uint8Array({ maxLength: 200 }), open), { seed: 4 });
		for (let i = 0; i < 300; i++) {
			const bytes = state.slice(0, i % 3 === 0 ? Math.floor(random() * state.length) : undefined);
			for (let n = i % 4; n > 0; n--) bytes[Math.floor(random() * bytes.length)] = Math.floor(random() * 256);
			open(bytes);
		}
		expect(refused).toBeGreaterThan(500);
		expect(shown).toBeGreaterThan(50);
	});

	it('[D20] refuses a few bytes that spell more than fits in memory', () => {
		const opened = openVersion(structBomb(), 'scene', id);
		expect(!opened.ok && opened.error.reason).toBe('damaged');
	});

	it('[D20] bears what is no entity where entities should be', () => {
		const text = new Y.Doc();
		text.getText('entities').insert(0, 'no entities');
		const { content } = unwrap(openVersion(Y.encodeStateAsUpdateV2(text), 'scene', id));
		expect(content.kind === 'scene' && content.snapshot.entities.size).toBe(0);
	});
});
