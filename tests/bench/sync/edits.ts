import * as Y from 'yjs';
import { mintDocumentId } from '#lib/base/ids.ts';
import { unwrap } from '#lib/base/result.ts';
import { setFields } from '#lib/doc/commands/set-fields.ts';
import { LiveDocument } from '#lib/doc/live-document.ts';
import { SceneDocument } from '#lib/doc/scene.ts';
import { makeScene } from '../documents/mixed-scene.ts';

/** One edit as it travels, and the clock its author has reached with it. */
export type Edit = { readonly update: Uint8Array; readonly end: number };
export type Writer = { readonly clientId: number; readonly edits: readonly Edit[] };

export const makeState = (entities: number): Uint8Array => makeScene(entities).document.encodeDiff();

/** Each writer drags an entity of their own about, one update to a step. */
export function makeWriters(state: Uint8Array, writers: number, edits: number): Writer[] {
	return Array.from({ length: writers }, (_, writer) => {
		const scene = openScene(state);
		const { ydoc } = scene.document;
		const entityId = [...scene.snapshot.entities.keys()].sort()[writer];
		if (entityId === undefined) throw new Error('There are more writers than entities');
		const made: Edit[] = [];
		scene.document.onUpdate(({ bytes }) => {
			made.push({ update: bytes, end: Y.getState(ydoc.store, ydoc.clientID) });
		});
		for (let i = 0; i < edits; i++) {
			unwrap(setFields(scene, [{ entityId, key: 'position', value: [i / 4, writer, 0.5] }]));
		}
		if (made.length !== edits) throw new Error(`${edits} edits made ${made.length} updates`);
		return { clientId: ydoc.clientID, edits: made };
	});
}

export function openScene(...updates: readonly Uint8Array[]): SceneDocument {
	const document = new LiveDocument(mintDocumentId(), 'scene');
	for (const update of updates) document.apply(update, 'network');
	if (document.hasPending()) throw new Error('Something is missing between the updates');
	return new SceneDocument(document);
}

/** What a scene says, to compare. */
export const readScene = (scene: SceneDocument): string =>
	JSON.stringify([...scene.snapshot.entities].sort(([a], [b]) => (a < b ? -1 : 1)));
