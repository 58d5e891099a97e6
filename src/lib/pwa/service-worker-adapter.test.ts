import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { serviceWorkerAdapter } from './service-worker-adapter.ts';

/** A worker of a version, as it answers to messages; `dumb` ones say nothing. */
class Worker {
	readonly said: string[] = [];
	readonly version: string;
	readonly dumb: boolean;

	constructor(version: string, dumb = false) {
		this.version = version;
		this.dumb = dumb;
	}

	postMessage({ type }: { type: string }, [port]: MessagePort[] = []): void {
		this.said.push(type);
		if (this.dumb) return;
		port?.postMessage(type === 'offline-status' ? { version: this.version, files: 0, missing: [] } : true);
	}
}

/** As much of a browser's workers as the adapter looks at. */
class Container extends EventTarget {
	controller: Worker | null = null;
	waiting: Worker | null = null;

	startMessages(): void {}

	register(): Promise<unknown> {
		const registration = Object.assign(new EventTarget(), {
			active: this.controller,
			waiting: this.waiting,
			installing: null,
		});
		return Promise.resolve(registration);
	}

	/** Another worker answers for the page from now on. */
	control(worker: Worker): void {
		this.controller = worker;
		this.dispatchEvent(new Event('controllerchange'));
	}
}

describe('the service worker of a page', () => {
	let fake = new Container();

	beforeEach(() => {
		vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
		fake = new Container();
		vi.stubGlobal('navigator', { serviceWorker: fake });
		vi.stubGlobal('document', new EventTarget());
	});
	afterEach(() => {
		vi.useRealTimers();
		vi.unstubAllGlobals();
	});

	/** The page of version 1, and what it heard; `began`: the worker it began under. */
	function watch(began: Worker | null) {
		const adapter = serviceWorkerAdapter('1', began as unknown as ServiceWorker | null);
		if (!adapter) throw new Error('There is a service worker');
		const heard: string[] = [];
		adapter.update.watch({ waiting: () => heard.push('waiting'), replaced: () => heard.push('replaced') });
		return { update: adapter.update, heard };
	}

	/** Until what was asked of workers has been answered. */
	const answered = () => new Promise<void>((resolve) => void setImmediate(() => setImmediate(resolve)));

	it('[S46] says that another version took over, also when it did before anybody watched', async () => {
		fake.controller = new Worker('2');
		const { heard } = watch(new Worker('1'));
		await expect.poll(() => heard).toEqual(['replaced']);
		fake.control(new Worker('3'));
		await expect.poll(() => heard).toEqual(['replaced', 'replaced']);
	});

	it('[S46] says nothing of a worker of its own version, nor of the one the page began under', async () => {
		const { heard } = watch(null);
		const first = new Worker('1');
		fake.control(first);
		await answered();
		expect(first.said).toEqual(['offline-status']);
		const older = new Worker('0');
		fake.controller = older;
		const other = watch(older);
		await answered();
		expect([...heard, ...other.heard]).toEqual([]);
	});

	it('[S46] offers a version that waits, and asks it once to take over', async () => {
		fake.controller = new Worker('1');
		const next = (fake.waiting = new Worker('2'));
		const { update, heard } = watch(fake.controller);
		await expect.poll(() => heard).toEqual(['waiting']);
		expect(update.takeOver()).toBe(true);
		fake.control(next);
		await expect.poll(() => heard).toEqual(['waiting', 'replaced']);
		await vi.advanceTimersByTimeAsync(60_000);
		expect(next.said.filter((type) => type === 'SKIP_WAITING')).toHaveLength(1);
		expect(heard).toEqual(['waiting', 'replaced']);
	});

	it.each([false, true])(
		'[S46] goes on without a worker that the browser holds on to (which says nothing: %s)',
		async (dumb) => {
			const first = (fake.controller = new Worker('1', dumb));
			fake.waiting = new Worker('2');
			const { update, heard } = watch(first);
			await expect.poll(() => heard).toEqual(['waiting']);
			update.takeOver();
			await vi.advanceTimersByTimeAsync(4_000);
			expect(first.said).toContain('step-aside');
			if (dumb) await vi.advanceTimersByTimeAsync(2_000);
			await expect.poll(() => heard).toEqual(['waiting', 'replaced']);
		},
	);

	it('[S46] offers no version that the page runs already, and lets it take over', async () => {
		fake.controller = new Worker('0');
		const ours = (fake.waiting = new Worker('1'));
		const { heard } = watch(fake.controller);
		await expect.poll(() => ours.said).toContain('SKIP_WAITING');
		expect(heard).toEqual([]);
	});

	it('[S46] asks nobody when no version waits', async () => {
		fake.controller = new Worker('1');
		const { update } = watch(fake.controller);
		await vi.advanceTimersByTimeAsync(0);
		expect(update.takeOver()).toBe(false);
		expect(vi.getTimerCount()).toBe(0);
	});
});
