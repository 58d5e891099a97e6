import { describe, expect, test } from 'vitest';
import { ManualClock } from '../base/clock.ts';
import { Emitter } from '../base/emitter.ts';
import { mintProjectId } from '../base/ids.ts';
import { makeEntry, settle } from '../../../tests/helpers/storage-rig.ts';
import type { ProjectAccount, ProjectPatch } from '../storage/ports.ts';
import { ProjectCatalogue } from './project-catalogue.ts';

const ADAS: ProjectAccount = { kind: 'on', userId: 'ada', title: null };

/** An open project, and who is signed in at the device. */
function setup(account: ProjectAccount | null, person: string | null) {
	const clock = new ManualClock(1_000);
	const [edited, changed] = [new Emitter<void>(), new Emitter<void>()];
	const world = { person, isSent: false, entry: makeEntry(mintProjectId(), { account, shared: true }) };
	const catalogue = new ProjectCatalogue({
		clock,
		documents: { onEdit: edited.on.bind(edited), onChange: changed.on.bind(changed), state: { waiting: 0 } },
		project: { snapshot: { title: 'Castle', documents: [] } },
		branches: { unsent: 0, onChange: () => () => {} },
		entry: () => world.entry,
		update: (patch: ProjectPatch) => void (world.entry = { ...world.entry, ...patch }),
		isSent: () => world.isSent,
		isSignedIn: async (userId: string) => userId === world.person,
	} as unknown as ConstructorParameters<typeof ProjectCatalogue>[0]);
	const edit = async () => {
		edited.emit();
		await settle();
	};
	return { catalogue, clock, world, edit, edited };
}

describe('[R98] what is changed in a project on an account', () => {
	test.each([null, 'grace'])('is held back while it is not that account’s person: %s', async (person) => {
		const { world, edit } = setup(ADAS, person);
		await edit();
		expect(world.entry).toMatchObject({ unsent: true, held: true });
		world.person = 'ada';
		await edit();
		expect(world.entry).toMatchObject({ unsent: true, held: true });
	});

	test('is held back at once, for a page that is left with the edit; and let go where it was theirs', async () => {
		const strange = setup(ADAS, null);
		strange.edited.emit();
		expect(strange.world.entry).toMatchObject({ unsent: true, held: true });
		const hers = setup(ADAS, 'ada');
		hers.edited.emit();
		await settle();
		expect(hers.world.entry).toMatchObject({ unsent: true, held: false });
	});

	test('is not held back where it is theirs, or on no account', async () => {
		const hers = setup(ADAS, 'ada');
		await settle();
		await hers.edit();
		expect([hers.world.entry.unsent, hers.world.entry.held]).toEqual([true, undefined]);
		const nobodys = setup(null, null);
		await nobodys.edit();
		expect(nobodys.world.entry.held).toBeUndefined();
	});

	test('is held no longer once all of it is on the server', async () => {
		const { catalogue, world, edit } = setup(ADAS, null);
		await edit();
		world.isSent = true;
		catalogue.close();
		expect(world.entry).toMatchObject({ unsent: false, held: false });
	});
});
