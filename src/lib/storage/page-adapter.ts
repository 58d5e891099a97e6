import type { Dispose } from '../base/disposer.ts';

/** What storage needs to know of the page and the browser around it. */
export interface PageAround {
	/** The page is being hidden or left: the last moment that is sure to come. */
	onHide(listener: () => void): Dispose;
	/** The page stops where it is, perhaps for long, and may go on later: what it holds, it holds from all other tabs. */
	onFreeze(listener: () => void): Dispose;
	/** Bytes used and allowed for this site; `null` where the browser does not say. */
	estimate(): Promise<{ usage: number; quota: number | null }>;
	persisted(): Promise<boolean | null>;
	persist(): Promise<boolean>;
	/** Runs `work` unless another tab holds the lock of this name. Resolves to whether it ran. */
	withLock(name: string, work: () => Promise<void>): Promise<boolean>;
	/**
	 * Holds the lock of this name until the returned function is called or the page is gone. `null` when somebody else
	 * holds it, and still does after `patienceMs`.
	 */
	holdLock(name: string, patienceMs: number): Promise<Dispose | null>;
	/**
	 * Holds the lock of this name together with others who share it; `holdLock` gets it from none of them. Where there are
	 * no locks, or somebody holds it for longer than `patienceMs`, nothing is held.
	 */
	shareLock(name: string, patienceMs: number): Promise<Dispose>;
}

/** The browser's own page; everything it lacks (Node, old browsers) is answered modestly. */
export function createPageAround(): PageAround {
	const manager = typeof navigator === 'undefined' ? undefined : navigator.storage;
	return {
		onHide,
		onFreeze,
		async estimate() {
			const { usage = 0, quota = null } = (await manager?.estimate?.()) ?? {};
			return { usage, quota };
		},
		persisted: async () => (await manager?.persisted?.()) ?? null,
		persist: async () => (await manager?.persist?.()) ?? false,
		withLock,
		holdLock,
		shareLock,
	};
}

function onHide(listener: () => void): Dispose {
	if (typeof document === 'undefined') return () => {};
	const whenHidden = () => {
		if (document.visibilityState === 'hidden') listener();
	};
	document.addEventListener('visibilitychange', whenHidden);
	window.addEventListener('pagehide', listener);
	return () => {
		document.removeEventListener('visibilitychange', whenHidden);
		window.removeEventListener('pagehide', listener);
	};
}

function onFreeze(listener: () => void): Dispose {
	if (typeof document === 'undefined') return () => {};
	const whenKept = ({ persisted }: PageTransitionEvent) => {
		if (persisted) listener(); // the browser may show it again as it is now
	};
	document.addEventListener('freeze', listener);
	window.addEventListener('pagehide', whenKept);
	return () => {
		document.removeEventListener('freeze', listener);
		window.removeEventListener('pagehide', whenKept);
	};
}

async function withLock(name: string, work: () => Promise<void>): Promise<boolean> {
	const locks = typeof navigator === 'undefined' ? undefined : navigator.locks;
	if (!locks) {
		await work();
		return true;
	}
	return locks.request(`rastudios:${name}`, { ifAvailable: true }, async (lock) => {
		if (lock) await work();
		return lock !== null;
	});
}

function holdLock(name: string, patienceMs: number): Promise<Dispose | null> {
	const locks = typeof navigator === 'undefined' ? undefined : navigator.locks;
	if (!locks) return Promise.resolve(holdInPage(name));
	const wait = patienceMs > 0 ? { signal: AbortSignal.timeout(patienceMs) } : { ifAvailable: true };
	return new Promise((resolve) => {
		locks
			.request(`rastudios:${name}`, wait, (lock) => {
				if (lock) return new Promise<void>((release) => resolve(release));
				resolve(null);
				return undefined;
			})
			.catch((thrown: unknown) => {
				const isLate = thrown instanceof DOMException && thrown.name === 'TimeoutError';
				resolve(isLate ? null : holdInPage(name));
			});
	});
}

function shareLock(name: string, patienceMs: number): Promise<Dispose> {
	const locks = typeof navigator === 'undefined' ? undefined : navigator.locks;
	const nothing: Dispose = () => {};
	if (!locks) return Promise.resolve(nothing);
	const wait = { mode: 'shared', signal: AbortSignal.timeout(patienceMs) } as const;
	return new Promise((resolve) => {
		locks
			.request(`rastudios:${name}`, wait, () => new Promise<void>((release) => resolve(release)))
			.catch(() => resolve(nothing)); // late, or refused
	});
}

const heldInPage = new Set<string>();

/** Without locks of the browser, at least two parts of one page keep apart. */
function holdInPage(name: string): Dispose | null {
	if (heldInPage.has(name)) return null;
	heldInPage.add(name);
	return () => void heldInPage.delete(name);
}
