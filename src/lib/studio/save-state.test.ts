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
			for: 'server',
		});
		expect(saveState({ ...shared, unsentAssets: 1 })).toEqual({ kind: 'waiting', count: 1, for: 'server' });
		expect(saveState(shared)).toEqual({ kind: 'server' });
	});

	it('an edit on its way to the disk is not called saved', () => {
		expect(saveState({ ...calm, saving: 1 })).toEqual({ kind: 'waiting', count: 1, for: 'device' });
		expect(saveState({ ...calm, shared: true, met: true, saving: 1 })).toEqual({
			kind: 'waiting',
			count: 1,
			for: 'device',
		});
	});

	it('never claims the server for a document that has not met it', () => {
		expect(saveState({ ...calm, shared: true, met: false })).toEqual({
			kind: 'device',
			but: { kind: 'unmet' },
		});
	});

	it('never claims the server while an asset is larger than the server takes', () => {
		const shared = { ...calm, shared: true, met: true, unsendableAssets: 1 };
		expect(saveState(shared)).toEqual({ kind: 'device', but: { kind: 'too-large', count: 1 } });
		expect(saveState({ ...shared, unsentAssets: 2 })).toMatchObject({ kind: 'waiting', count: 2 });
	});

	it('a viewer has nothing to send', () => {
		expect(saveState({ ...calm, shared: true, met: true, sends: false, unsentAssets: 3 }).kind).toBe(
			'server',
		);
	});

	it('never claims the server for edits of somebody who became a viewer before they were sent', () => {
		expect(saveState({ ...calm, shared: true, met: true, sends: false, unacknowledged: 3 })).toEqual({
			kind: 'device',
			but: { kind: 'withheld' },
		});
	});

	it('a device that does not keep the work is said before anything else', () => {
		const state = saveState({ ...calm, shared: true, met: true, problem: 'storage is full' });
		expect(state).toEqual({ kind: 'failed', reason: 'storage is full' });
	});

	it('never claims more than the facts, whatever they are', () => {
		let seen = 0;
		for (const facts of allFacts()) {
			const state = saveState(facts);
			const isHere = facts.problem === null && facts.saving === 0;
			const isThere =
				isHere && facts.shared && facts.met && facts.unacknowledged === 0 && facts.unsendableAssets === 0;
			const sent = !facts.sends || facts.unsentAssets === 0;
			expect({ facts, claims: state.kind === 'server' }).toEqual({ facts, claims: isThere && sent });
			if (state.kind === 'device') expect({ facts, isHere }).toEqual({ facts, isHere: true });
			expect({ facts, failed: state.kind === 'failed' }).toEqual({ facts, failed: facts.problem !== null });
			// What is said of something waiting says where it is: only the server waits for what is here.
			if (state.kind === 'waiting') expect(state.for === 'server').toBe(isHere);
			seen += 1;
		}
		expect(seen).toBe(2 ** 4 * 3 ** 4);
	});
});

function* allFacts(): Generator<SaveFacts> {
	const counts = [0, 1, 7];
	const either = [false, true];
	for (const problem of [null, 'full'])
		for (const shared of either)
			for (const sends of either)
				for (const met of either)
					for (const saving of counts)
						for (const unacknowledged of counts)
							for (const unsentAssets of counts)
								for (const unsendableAssets of counts)
									yield {
										...{ problem, shared, sends, met, saving },
										...{ unacknowledged, unsentAssets, unsendableAssets },
									};
}
