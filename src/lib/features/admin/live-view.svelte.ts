import type { Dispose } from '#lib/base/disposer.ts';
import { listRooms, type LiveRoom, type LiveRooms } from '#lib/protocol/api/admin.ts';
import type { ApiProblem } from '#lib/sync/api-problem.ts';
import type { AdminPort } from './admin-port.ts';

/** Milliseconds between looks: an hour of them leaves room within what one person may ask. */
export const LIVE_MS = 6000;

/** What is open on a server now, looked at again and again while somebody sees it. */
export class LiveView {
	#rooms = $state.raw<readonly LiveRoom[] | null>(null);
	#all = $state.raw<LiveRooms['all'] | null>(null);
	#next = $state.raw<string | null>(null);
	#readAt = $state.raw(0);
	#problem = $state.raw<ApiProblem | null>(null);
	#pages = 1;
	#cancel: Dispose = () => {};
	#watching = false;
	readonly #port: AdminPort;

	constructor(port: AdminPort) {
		this.#port = port;
	}

	/** Null until it was read. */
	get rooms(): readonly LiveRoom[] | null {
		return this.#rooms;
	}
	get all(): LiveRooms['all'] | null {
		return this.#all;
	}
	get hasMore(): boolean {
		return this.#next !== null;
	}
	get problem(): ApiProblem | null {
		return this.#problem;
	}
	/** When it was read, if the last look failed. */
	get asOf(): number | null {
		return this.#problem && this.#rooms ? this.#readAt : null;
	}

	/** Looks now and every few seconds, until the returned function is called; not while the page is hidden. */
	watch(page: Document): Dispose {
		const turn = () => {
			this.#cancel();
			if (page.visibilityState === 'hidden') return; // goes on when somebody sees it
			void this.look().then((wait) => {
				if (this.#watching) this.#cancel = this.#port.clock.after(wait, turn);
			});
		};
		this.#watching = true;
		page.addEventListener('visibilitychange', turn);
		turn();
		return () => {
			this.#watching = false;
			this.#cancel();
			page.removeEventListener('visibilitychange', turn);
		};
	}

	more(): Promise<unknown> {
		this.#pages++;
		return this.look();
	}

	/** Reads as many pages as are on screen. Milliseconds until the next look is due. */
	async look(): Promise<number> {
		const rooms: LiveRoom[] = [];
		let cursor: string | null = null;
		for (let page = 0; page < this.#pages; page++) {
			const query: { cursor?: string } = cursor === null ? {} : { cursor };
			const read = await this.#port.store.call(listRooms, { query });
			this.#problem = read.ok ? null : read.error;
			if (!read.ok) return Math.max(LIVE_MS, (read.error.retryAfter ?? 0) * 1000);
			rooms.push(...read.value.items);
			this.#all = read.value.all;
			cursor = read.value.next;
			if (cursor === null) break;
		}
		this.#rooms = rooms;
		this.#next = cursor;
		this.#readAt = this.#port.store.now();
		return LIVE_MS;
	}
}
