import { afterEach, beforeEach, expect, it } from 'vitest';
import { createMemoryRig, QuietPage, type StorageRig } from '../../../tests/helpers/storage-rig.ts';
import { askPersistenceOnce } from './persistence.ts';

let rig: StorageRig;
beforeEach(() => {
	rig = createMemoryRig();
});
afterEach(() => rig.close());

/** A page whose browser answers so, and counts how often it was asked. */
function pageThat(answers: { promises: boolean; persisted?: boolean }) {
	let asked = 0;
	const page = new (class extends QuietPage {
		override persisted = async () => (answers.persisted ?? false) as never;
		override persist = async () => {
			asked += 1;
			return answers.promises;
		};
	})();
	return { page, asked: () => asked };
}

it('the browser is asked once, also over visits, and a refusal is told', async () => {
	const { page, asked } = pageThat({ promises: false });
	const storage = await rig.open({ page });
	expect(await askPersistenceOnce(storage)).toBe(false);
	expect(await askPersistenceOnce(storage)).toBeNull();
	expect(await askPersistenceOnce(await rig.open({ page }))).toBeNull();
	expect(asked()).toBe(1);
});

it('a browser that keeps everything already is not asked', async () => {
	const { page, asked } = pageThat({ promises: true, persisted: true });
	expect(await askPersistenceOnce(await rig.open({ page }))).toBe(true);
	expect(asked()).toBe(0);
});
