import { expect, it } from 'vitest';
import { mintDocumentId, type EntityId } from '../../base/ids.ts';
import { unwrap } from '../../base/result.ts';
import { addEntities } from '../commands/add-entities.ts';
import { replaceText } from '../commands/edit-script.ts';
import { renameEntity } from '../commands/set-fields.ts';
import { LiveDocument } from '../live-document.ts';
import { SceneDocument } from '../scene.ts';
import { ScriptDocument } from '../script.ts';
import { forkDocument, mergeBranch } from './merge-branch.ts';
import { previewMerge } from './preview-merge.ts';

const newScene = () => new SceneDocument(new LiveDocument(mintDocumentId(), 'scene'));

/** A replica that knows a rename, and waits for the entity of which it is. */
function waitingReplica(scene: SceneDocument): LiveDocument {
	const [lamp] = unwrap(addEntities(scene, [{ name: 'Lamp', values: {} }], null));
	const known = scene.document.stateVector();
	unwrap(renameEntity(scene, lamp as EntityId, 'Torch'));
	const other = new LiveDocument(mintDocumentId(), 'scene');
	other.apply(scene.document.encodeDiff(known), 'network');
	expect(other.hasPending()).toBe(true);
	return other;
}

it('[D24] a branch and a merge leave behind what waits for an update that comes elsewhere', () => {
	const scene = newScene();
	const waiting = waitingReplica(scene);
	expect(forkDocument(waiting, mintDocumentId()).hasPending()).toBe(false);
	const target = newScene();
	expect(previewMerge(target.document, waiting).upToDate).toBe(true);
	unwrap(mergeBranch(target.document, waiting));
	expect(target.document.hasPending()).toBe(false);
	// It waits on, and takes in what was missing.
	expect(waiting.hasPending()).toBe(true);
	waiting.apply(scene.document.encodeDiff(), 'network');
	expect(waiting.hasPending()).toBe(false);
});

it('[D27] after a merge, text goes where it was typed', () => {
	const script = new ScriptDocument(new LiveDocument(mintDocumentId(), 'script'));
	const type = (at: number, text: string) => unwrap(replaceText(script, { start: at, end: at, text }));
	type(0, 'ab');
	type(0, '12');
	const branch = new ScriptDocument(forkDocument(script.document, mintDocumentId()));
	unwrap(replaceText(branch, { start: 0, end: 0, text: '____' }));
	type(3, 'x');
	expect(script.snapshot.text).toBe('12axb');
	unwrap(mergeBranch(script.document, branch.document));
	expect(script.snapshot.text).toBe('____12axb');
	type(7, '!');
	expect(script.snapshot.text).toBe('____12a!xb');
	expect(new ScriptDocument(script.document).snapshot.text).toBe('____12a!xb');
});
