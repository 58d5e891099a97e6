import * as buffer from 'lib0/buffer';
import { digest } from 'lib0/hash/sha256';
import { mintDocumentId, parseEntityId, type EntityId } from '../base/ids.ts';
import { seededRandom } from '../base/random.ts';
import { err, ok, unwrap } from '../base/result.ts';
import { addEntities, checkDrafts, type EntityDraft } from './commands/add-entities.ts';
import type { CommandResult } from './commands/command.ts';
import { LiveDocument } from './live-document.ts';
import { SceneDocument } from './scene.ts';

/**
 * Ready-made content as one Yjs update (v2) that is the same wherever and however often it is made: devices that each
 * add it, offline, to one document end with one of each thing. Its ids come from its content, and so does the number
 * of the replica that seems to have written it: two contents that differ in one byte never claim the same clocks.
 */
export function starterUpdate(drafts: readonly EntityDraft[]): CommandResult<Uint8Array> {
	const problem = checkDrafts(drafts);
	if (problem) return err(problem);
	// Its bytes under any number say all there is to say, also how this version writes it.
	const replica = new DataView(digest(write(drafts, 1)).buffer).getUint32(0);
	return ok(write(drafts, replica));
}

/** Puts a starter into a scene or prefab. Where it is already, nothing happens. */
export function addStarter(document: LiveDocument, drafts: readonly EntityDraft[]): CommandResult {
	const { refusal } = document;
	if (refusal) return err(refusal);
	const update = starterUpdate(drafts);
	if (!update.ok) return update;
	document.applyV2(update.value, 'import');
	return ok();
}

function write(drafts: readonly EntityDraft[], replica: number): Uint8Array {
	const seed = digest(new TextEncoder().encode(JSON.stringify(drafts)));
	const document = new LiveDocument(mintDocumentId(), 'scene');
	document.ydoc.clientID = replica;
	const scene = new SceneDocument(document);
	const random = seededRandom(new DataView(seed.buffer).getUint32(0));
	unwrap(addEntities(scene, drafts, null, { random, mintId: idsFrom(seed) }), 'writing a starter');
	const state = document.encodeState();
	scene.dispose();
	document.destroy();
	return state;
}

/** Ids as random as any, the same for the same seed. */
function idsFrom(seed: Uint8Array): () => EntityId {
	let count = 0;
	return () => {
		const bytes = digest(new TextEncoder().encode(`${buffer.toBase64(seed)} ${count++}`));
		return unwrap(parseEntityId(buffer.toBase64UrlEncoded(bytes).slice(0, 22)));
	};
}
