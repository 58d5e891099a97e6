import { describe, expect, test } from 'vitest';
import { mintDocumentId, mintProjectId, mintVersionId } from '../base/ids.ts';
import type { SlotName, Write } from './backend.ts';
import type { VersionInfo } from './ports.ts';
import { combineWrites } from './write-list.ts';

describe('what waits for a device that stays full', () => {
	test('[S4] thousands of gestures are one write, as large as the lists themselves', () => {
		const slot = { projectId: mintProjectId(), number: 0 };
		let waiting: readonly Write[] = [];
		for (let index = 0; index < 3000; index++) {
			waiting = combineWrites([...waiting, push(slot, index, 'a'), push(slot, index, 'b')], null);
		}
		const undo = { undo: 2990, redo: Infinity };
		waiting = combineWrites([...waiting, { kind: 'gestures', slot, change: { truncate: undo } }], null);
		expect(waiting).toHaveLength(1);
		const [only] = waiting;
		expect(only?.kind === 'gestures' && only.change.put).toHaveLength(490);
	});

	test('[S16] gestures of different lists stay apart, and those after a deletion stay after it', () => {
		const [one, two] = [mintProjectId(), mintProjectId()];
		const writes: Write[] = [
			push({ projectId: one, number: 0 }, 0, 'a'),
			push({ projectId: one, number: 1 }, 0, 'b'),
			push({ projectId: two, number: 0 }, 0, 'c'),
			{ kind: 'forget-project', id: one },
			push({ projectId: one, number: 0 }, 0, 'd'),
		];
		expect(combineWrites(writes, null)).toEqual(writes);
	});

	test('[S4] a version that came and went takes no room', () => {
		const [kept, gone] = [version(), version()];
		const forget: Write = { kind: 'forget-versions', ids: [gone.info.id] };
		expect(combineWrites([kept, gone, forget], null)).toEqual([kept, forget]);
		expect(combineWrites([forget, gone], null)).toEqual([forget, gone]);
	});
});

const push = (slot: SlotName, index: number, payload: string): Write => ({
	kind: 'gestures',
	slot,
	change: {
		truncate: { redo: 0 },
		dropBefore: { undo: index - 499 },
		put: [{ stack: 'undo', index, payload }],
	},
});

function version() {
	const info = { id: mintVersionId(), documentId: mintDocumentId() } as VersionInfo;
	return { kind: 'version', info, state: new Uint8Array(9) } satisfies Write;
}
