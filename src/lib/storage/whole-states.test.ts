import { expect, test, vi } from 'vitest';
import * as Y from 'yjs';
import { mintDocumentId, type DocumentId } from '../base/ids.ts';
import { LiveDocument } from '../doc/live-document.ts';
import { statesInPlace, WorkedStates } from './whole-states.ts';
import type { DeviceWork } from './worker/device-work.ts';
import { WorkInPlace } from './worker/device-work.ts';
import type { TaskDevice } from './worker/device-task.ts';

const MOST = 1000;

/** A scene with an instance of a prefab. */
function sceneWith(source: DocumentId): Uint8Array {
	const live = new LiveDocument(mintDocumentId(), 'scene');
	const row = new Y.Map<string>();
	live.ydoc.getMap('entities').set('one', row);
	row.set('prefab.source', source);
	return live.encodeState();
}

const sourceIn = (state: Uint8Array): unknown => {
	const live = new LiveDocument(mintDocumentId(), 'scene');
	live.applyV2(state, 'import');
	return (live.ydoc.getMap('entities').get('one') as Y.Map<string>).get('prefab.source');
};

test('[S25] documents from files are looked at and renamed by the worker, and are the caller’s still', async () => {
	const run = vi.spyOn(WorkInPlace.prototype, 'run');
	const states = new WorkedStates(new WorkInPlace({} as TaskDevice));
	const [before, after] = [mintDocumentId(), mintDocumentId()];
	const state = sceneWith(before);
	expect(await states.judge('scene', state, MOST)).toBe('sound');
	expect(await states.judge('scene', state, 1)).toBe('too-large');
	expect(await states.judge('scene', state.slice(0, -3), MOST)).toBe('unreadable');
	const renamed = await states.rename('scene', state, new Map([[before, after]]));
	expect(sourceIn(renamed)).toBe(after);
	expect(sourceIn(state)).toBe(before);
	expect(await states.rename('scene', state, new Map())).toEqual(state);
	expect(run).toHaveBeenCalledTimes(5);
});

test('[S25] where the worker breaks off, the page does it', async () => {
	const run = () => Promise.reject(new Error('it broke'));
	const states = new WorkedStates({ run } as unknown as DeviceWork);
	const [before, after] = [mintDocumentId(), mintDocumentId()];
	const state = sceneWith(before);
	expect(await states.judge('scene', state, MOST)).toBe('sound');
	const names = new Map([[before, after]]);
	expect(sourceIn(await states.rename('scene', state, names))).toBe(after);
	expect(sourceIn(await statesInPlace.rename('scene', state, names))).toBe(after);
});
