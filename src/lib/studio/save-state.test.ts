import { describe, expect, it } from 'vitest';
import { saveState, type SaveFacts } from './save-state.ts';

const calm: SaveFacts = {
	problem: null,
	saving: 0,
	shared: false,
	sends: true,
	unacknowledged: 0,
	unsentAssets: 0,
	unsendableAssets: 0,
	met: false,
};

describe('saveState', () => {
	it('a project nobody shared is saved on this device, however many changes no server has seen', () => {
		expect(saveState({ ...calm, unacknowledged: 40 })).toEqual({ kind: 'device' });
	});

	it('says what waits until the server has acknowledged the last change and the last asset', () => {
		const shared = { ...calm, shared: true, met: true };
		expect(saveState({ ...shared, unacknowledged: 2, unsentAssets: 1 })).toEqual({
			kind: 'waiting',
			count: 3,
		});
		expect(saveState({ ...shared, unsentAssets: 1 })).toEqual({ kind: 'waiting', count: 1 });
		expect(saveState(shared)).toEqual({ kind: 'server' });
	});

	it('an edit on its way to the disk is not called saved', () => {
		expect(saveState({ ...calm, saving: 1 })).toEqual({ kind: 'waiting', count: 1 });
		expect(saveState({ ...calm, shared: true, met: true, saving: 1 })).toEqual({ kind: 'waiting', count: 1 });
	});

	it('never claims the server for a document that has not met it', () => {
		expect(saveState({ ...calm, shared: true, met: false })).toEqual({ kind: 'device' });
	});

	it('never claims the server while an asset is larger than the server takes', () => {
		const shared = { ...calm, shared: true, met: true, unsendableAssets: 1 };
		expect(saveState(shared)).toEqual({ kind: 'device' });
		expect(saveState({ ...shared, unsentAssets: 2 })).toEqual({ kind: 'waiting', count: 2 });
	});

	it('a viewer has nothing to send', () => {
		expect(saveState({ ...calm, shared: true, met: true, sends: false, unsentAssets: 3 }).kind).toBe(
			'server',
		);
	});

	it('never claims the server for edits of somebody who became a viewer before they were sent', () => {
		expect(saveState({ ...calm, shared: true, met: true, sends: false, unacknowledged: 3 })).toEqual({
			kind: 'device',
		});
	});

	it('a device that does not keep the work is said before anything else', () => {
		const state = saveState({ ...calm, shared: true, met: true, problem: 'storage is full' });
		expect(state).toEqual({ kind: 'failed', reason: 'storage is full' });
	});
});
