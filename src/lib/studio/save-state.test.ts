import { describe, expect, it } from 'vitest';
import type { TroubleKind } from './line-trouble.ts';
import { saveState, type SaveFacts } from './save-state.ts';

const calm: SaveFacts = {
	problem: null,
	saving: 0,
	shared: false,
	sends: true,
	unacknowledged: 0,
	unsentAssets: 0,
	refusedAssets: null,
	heldAsset: null,
	unsendableAssets: 0,
	met: false,
	trouble: null,
};

const DIFFERS: readonly TroubleKind[] = ['epoch', 'too-large', 'refused'];
const TROUBLES: readonly (TroubleKind | null)[] = [
	...[null, ...DIFFERS],
	...(['no-access', 'held', 'too-old', 'too-new', 'closed', 'failing', 'restarting'] as const),
];

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

	it('names the asset that waits for room on the server', () => {
		const shared = { ...calm, shared: true, met: true, heldAsset: 'Castle' };
		const waiting = { kind: 'waiting', count: 1, for: 'server', held: 'Castle' };
		expect(saveState({ ...shared, unsentAssets: 1 })).toEqual(waiting);
		expect(saveState({ ...shared, unsentAssets: 1, trouble: 'failing' })).toEqual({
			...waiting,
			because: 'failing',
		});
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

	it('never claims the server for assets it refused, and says why', () => {
		const refusedAssets = { count: 2, name: 'Tree', reason: 'quota', message: 'No room' } as const;
		const shared = { ...calm, shared: true, met: true, refusedAssets, unsendableAssets: 1 };
		expect(saveState(shared)).toEqual({ kind: 'device', but: { kind: 'refused', ...refusedAssets } });
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

	it('says why the server has not got what waits, and never claims it for a copy that differs', () => {
		const shared = { ...calm, shared: true, met: true };
		expect(saveState({ ...shared, trouble: 'failing', unacknowledged: 2 })).toEqual({
			kind: 'waiting',
			count: 2,
			for: 'server',
			because: 'failing',
		});
		expect(saveState({ ...shared, trouble: 'failing' })).toEqual({ kind: 'server' });
		const differs = { kind: 'device', but: { kind: 'trouble', trouble: 'epoch' } };
		expect(saveState({ ...shared, trouble: 'epoch' })).toEqual(differs);
		expect(saveState({ ...shared, trouble: 'too-old', met: false })).toEqual({
			kind: 'device',
			but: { kind: 'trouble', trouble: 'too-old' },
		});
		expect(saveState({ ...calm, trouble: 'epoch' })).toEqual({ kind: 'device' });
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
			const differs = facts.trouble !== null && DIFFERS.includes(facts.trouble);
			const isWhole = !facts.sends || (facts.unsentAssets === 0 && facts.refusedAssets === null);
			const sent = !differs && isWhole;
			expect({ facts, claims: state.kind === 'server' }).toEqual({ facts, claims: isThere && sent });
			if (state.kind === 'device') expect({ facts, isHere }).toEqual({ facts, isHere: true });
			expect({ facts, failed: state.kind === 'failed' }).toEqual({ facts, failed: facts.problem !== null });
			// What is said of something waiting says where it is: only the server waits for what is here.
			if (state.kind === 'waiting') expect(state.for === 'server').toBe(isHere);
			seen += 1;
		}
		expect(seen).toBe(2 ** 5 * 3 ** 4 * TROUBLES.length);
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
									for (const refusedAssets of [
										null,
										{ count: 1, name: 'Tree', reason: 'quota', message: 'No room' } as const,
									])
										for (const trouble of TROUBLES)
											yield {
												...{ problem, shared, sends, met, saving, trouble },
												...{ unacknowledged, unsentAssets, unsendableAssets, refusedAssets, heldAsset: null },
											};
}
