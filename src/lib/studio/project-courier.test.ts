import { describe, expect, test } from 'vitest';
import { ManualClock } from '../base/clock.ts';
import { Emitter } from '../base/emitter.ts';
import { mintProjectId, type ProjectId } from '../base/ids.ts';
import { makeEntry, settle } from '../../../tests/helpers/storage-rig.ts';
import type { ProjectEntry } from '../storage/ports.ts';
import { PATIENCE_MS, ProjectCourier, REST_MS } from './project-courier.ts';
import type { SaveState } from './save-state.ts';

const ADAS = { account: { kind: 'on', userId: 'ada', title: null }, shared: true } as const;

function setup(entries: readonly ProjectEntry[]) {
	const clock = new ManualClock(1_000);
	const listed = new Map(entries.map((entry) => [entry.id, entry]));
	const changed = new Emitter<void>();
	const progress = new Emitter<void>();
	const open: ProjectId[] = [];
	const opened: ProjectId[] = [];
	const world = { account: 'ada' as string | null, online: true, locked: false, access: 'granted' };
	let state: SaveState = { kind: 'waiting', count: 1, for: 'server' };
	const courier = new ProjectCourier({
		projects: { list: async () => [...listed.values()], onChange: (listener) => changed.on(listener) },
		account: () => world.account,
		open: async (id) => {
			open.push(id);
			opened.push(id);
			return {
				get saveState() {
					return state;
				},
				get access() {
					return { kind: world.access };
				},
				onProgress: (listener) => progress.on(listener),
				close: async () => void open.splice(open.indexOf(id), 1),
			};
		},
		noteSent: async (id) => void listed.set(id, { ...listed.get(id)!, unsent: false, waiting: 0 }),
		holdLock: async () => (world.locked ? null : () => {}),
		isOnline: () => world.online,
		clock,
	});
	/** What is open now gets through. */
	const arrive = async () => {
		state = { kind: 'server' };
		progress.emit();
		state = { kind: 'waiting', count: 1, for: 'server' };
		await settle();
	};
	return { courier, clock, world, open, opened, arrive, listed, changed, progress };
}

describe('[R97] what nobody has open', () => {
	const castle = makeEntry(mintProjectId(), { ...ADAS, unsent: true });
	const tavern = makeEntry(mintProjectId(), { ...ADAS, waiting: 3 });

	test('is sent, one project after the other, and noted', async () => {
		const rest = [
			makeEntry(mintProjectId(), ADAS),
			makeEntry(mintProjectId(), { shared: true, waiting: 2 }),
			makeEntry(mintProjectId(), { ...ADAS, unsent: true, removedAt: 5 }),
			makeEntry(mintProjectId(), { account: { kind: 'on', userId: 'grace', title: null }, unsent: true }),
		];
		const { courier, open, opened, arrive } = setup([castle, tavern, ...rest]);
		courier.start();
		await settle();
		expect(open).toEqual([castle.id]);
		await arrive();
		expect(open).toEqual([tavern.id]);
		await arrive();
		expect(open).toEqual([]);
		expect(opened).toEqual([castle.id, tavern.id]);
	});

	test('[R98] waits for a yes where somebody changed it while its account was not signed in', async () => {
		const held = [castle, tavern].map((entry) => ({ ...entry, held: true }));
		const { courier, opened, listed, changed } = setup(held);
		courier.start();
		await settle();
		expect(opened).toEqual([]);
		listed.set(castle.id, castle);
		changed.emit();
		await settle();
		expect(opened).toEqual([castle.id]);
	});

	test('waits while a project is on screen, and what was under way is let go of', async () => {
		const { courier, open, opened, arrive } = setup([castle]);
		courier.start();
		await settle();
		await courier.pause();
		expect(open).toEqual([]);
		courier.look();
		await settle();
		expect(open).toEqual([]);
		courier.resume();
		await settle();
		await arrive();
		expect(opened).toEqual([castle.id, castle.id]);
		expect(open).toEqual([]);
	});

	test.each(['account', 'online', 'locked'] as const)(
		'is not opened at all without a way: %s',
		async (what) => {
			const { courier, opened, world } = setup([castle]);
			if (what === 'account') world.account = null;
			else world[what] = what === 'locked';
			courier.start();
			await settle();
			expect(opened).toEqual([]);
		},
	);

	test('that does not get through is left for later, and the next one has its turn', async () => {
		const { courier, clock, open, opened, arrive } = setup([castle, tavern]);
		courier.start();
		await settle();
		clock.advance(PATIENCE_MS);
		await settle();
		expect(open).toEqual([tavern.id]);
		await arrive();
		expect(opened).toEqual([castle.id, tavern.id]);
		clock.advance(REST_MS);
		await settle();
		expect(open).toEqual([castle.id]);
	});

	test('that is refused is not held open', async () => {
		const { courier, world, open, progress } = setup([castle]);
		courier.start();
		await settle();
		world.access = 'refused';
		progress.emit();
		await settle();
		expect(open).toEqual([]);
	});

	test('is taken up when it is noted', async () => {
		const { courier, open, listed, changed } = setup([]);
		courier.start();
		await settle();
		listed.set(castle.id, castle);
		changed.emit();
		await settle();
		expect(open).toEqual([castle.id]);
		await courier.dispose();
		expect(open).toEqual([]);
	});
});
