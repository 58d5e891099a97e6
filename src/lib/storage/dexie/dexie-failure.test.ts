import 'fake-indexeddb/auto';
import { Dexie } from 'dexie';
import { IDBFactory } from 'fake-indexeddb';
import { afterEach, describe, expect, test, vi } from 'vitest';
import { settle } from '../../../../tests/helpers/storage-rig.ts';
import { ManualClock } from '../../base/clock.ts';
import type { StorageBackend } from '../backend.ts';
import { openDeviceStorage } from '../device-storage.ts';
import type { StorageReason } from '../ports.ts';
import { openDexieBackend } from './dexie-backend.ts';

const NAME = 'rastudios-test';

afterEach(() => void vi.restoreAllMocks());

describe('what browsers throw', () => {
	test.each<[string, string, StorageReason]>([
		['QuotaExceededError', 'full disk', 'full'],
		['InvalidStateError', 'The database connection is closing', 'lost'],
		['UnknownError', 'Connection to Indexed Database server lost. Refresh the page', 'lost'],
		['UnknownError', 'Internal error opening backing store: full disk while opening', 'full'],
		['SecurityError', 'access is denied', 'denied'],
		['NotFoundError', 'something nobody thought of', 'unknown'],
	])('[S4] %s (%s) on write is %s', async (name, message, reason) => {
		const backend = await openDexieBackend(NAME, new IDBFactory());
		vi.spyOn(IDBObjectStore.prototype, 'put').mockImplementation(() => {
			throw new DOMException(message, name);
		});
		const writes = [{ kind: 'setting', key: 'name', value: 'Ada', at: 1 }] as const;
		await expect(backend.write(writes)).rejects.toMatchObject({ name: 'StorageFailure', reason });
	});

	test.each<[string, string, StorageReason]>([
		['QuotaExceededError', 'Encountered full disk while opening backing store', 'full'],
		['UnknownError', 'Encountered full disk while opening backing store for indexedDB.open', 'full'],
		['SecurityError', 'The operation is insecure', 'denied'],
		[
			'InvalidStateError',
			'A mutation operation was attempted on a database that did not allow mutations',
			'denied',
		],
	])('[S4] %s (%s) on open is %s', async (name, message, reason) => {
		vi.spyOn(console, 'warn').mockReturnValue(); // Dexie's note on its own retry
		const factory = new IDBFactory();
		vi.spyOn(factory, 'open').mockImplementation(() => {
			throw new DOMException(message, name);
		});
		await expect(openDexieBackend(NAME, factory)).rejects.toMatchObject({ reason });
	});

	test('[S13] a browser without IndexedDB works in memory and says so', async () => {
		const { dependencies } = Dexie;
		Dexie.dependencies = {} as typeof dependencies;
		const openBackend = () => openDexieBackend(NAME);
		const storage = await openDeviceStorage({ clock: new ManualClock(), openBackend, openTabs: () => null });
		Dexie.dependencies = dependencies;
		expect(storage.health).toMatchObject({ kind: 'failing', problem: { reason: 'denied' } });
		await storage.settings.set('name', 'Ada');
		expect(await storage.settings.get('name')).toBe('Ada');
	});

	test('[S5] an open request that is never answered counts as lost', async () => {
		const clock = new ManualClock();
		const opening = openDeviceStorage({
			clock,
			openBackend: () => new Promise(() => {}),
			openTabs: () => null,
		});
		await settle();
		clock.advance(10_000);
		await settle();
		clock.advance(10_000);
		expect((await opening).health).toMatchObject({ kind: 'failing', problem: { reason: 'lost' } });
	});

	test('[S5] a connection closed under us is opened again', async () => {
		const factory = new IDBFactory();
		const opened: StorageBackend[] = [];
		const storage = await openDeviceStorage({
			clock: new ManualClock(),
			openTabs: () => null,
			openBackend: async () => {
				const backend = await openDexieBackend(NAME, factory);
				opened.push(backend);
				return backend;
			},
		});
		opened[0]!.close();
		void storage.settings.set('name', 'Ada');
		expect(await storage.flush()).toBe(true);
		opened[1]!.close();
		expect(await storage.settings.get('name')).toBe('Ada');
		expect(opened).toHaveLength(3);
		expect(storage.health.kind).toBe('ok');
	});
});
