import type { Random } from '#lib/base/random.ts';
import { decodeServerFrame, type ServerFrame } from '#lib/protocol/frames.ts';
import type { Log } from '#server/ops/log.ts';
import type { Storage } from '#server/storage/open-storage.ts';
import { inlineMerger } from '#server/rooms/inline-merger.ts';
import { createSyncServer, type SyncServer } from '#server/server.ts';
import { openDatabase } from '#server/storage/sqlite/database.ts';
import type { Sabotage } from './sabotage.ts';
import type { GuestList } from './guest-list.ts';
import { ServerEnd } from './server-end.ts';
import type { ClockScope, VirtualClock } from './virtual-clock.ts';
import type { VirtualDisk } from './virtual-disk.ts';
import type { EndEvents, SocketEnd, SocketRequest } from './virtual-network.ts';

/** What goes astray in a server broken on purpose. */
const LOST_KINDS: Readonly<Record<string, ServerFrame['type']>> = {
	'an update in thirty is not relayed': 'server-update',
};

/** Few, so that documents are compacted all the time. */
const TAIL_ROWS = 5;

export type ProcessParts = {
	readonly clock: VirtualClock;
	readonly disk: VirtualDisk;
	readonly guests: GuestList;
	readonly backlogBytes: number;
	readonly random: Random;
	readonly sabotage: Sabotage | null;
	readonly note: (text: string) => void;
};

/** One process of the real server, from its start to its end by whatever means. */
export class ServerProcess {
	readonly clock: ClockScope;
	readonly server: SyncServer;
	readonly #random: Random;
	readonly #sabotage: Sabotage | null;
	isEnding = false;

	constructor({ clock, disk, guests, backlogBytes, random, sabotage, note }: ProcessParts) {
		this.#random = random;
		this.#sabotage = sabotage;
		this.clock = clock.scope();
		const storage: Storage = {
			documents: disk.open(this.clock),
			projects: guests.records,
			// Assets do not travel on the line.
			blobs: null as never,
			uploads: null as never,
			mentions: null as never,
			tokens: guests.tokens,
			accountKeys: null as never,
			database: openDatabase(':memory:'),
			check: () => undefined,
			close: () => undefined,
		};
		const say = (message: string) => note(`server: ${message}`);
		const log: Log = { debug: say, info: say, warn: say, error: say, with: () => log };
		this.server = createSyncServer({
			storage,
			clock: this.clock,
			log,
			buildDir: '/nowhere',
			version: 'virtual',
			// Another thread would have a clock of its own.
			merger: inlineMerger,
			tailRows: TAIL_ROWS,
			limits: { backlogBytes },
		});
	}

	/** Takes a new socket, or refuses it. */
	accept(request: SocketRequest, end: SocketEnd, open: () => void): EndEvents {
		const socket = new ServerEnd(
			end,
			this.#loses(),
			this.#sabotage === 'the server never learns that a socket is over',
		);
		const answer = () => {
			// Whoever hung up meanwhile is never answered.
			if (!socket.isOpen) return Promise.resolve(null);
			open();
			return Promise.resolve(socket);
		};
		const page = { ...request, address: '', host: 'virtual.example', origin: 'https://virtual.example' };
		void this.server.connect(page, answer).then((refusal) => refusal && end.terminate());
		return socket.events;
	}

	#loses(): ((message: Uint8Array) => boolean) | null {
		const kind = LOST_KINDS[this.#sabotage ?? ''];
		if (!kind) return null;
		return (message) => {
			const frame = decodeServerFrame(message);
			return frame.ok && frame.value.type === kind && this.#random() < 1 / 30;
		};
	}

	/** Ends as on SIGTERM: says goodbye, stores what was sent. */
	async close(): Promise<void> {
		this.isEnding = true;
		await this.server.close();
	}

	/** Ends as on SIGKILL. */
	kill(): void {
		this.isEnding = true;
		this.clock.kill();
	}
}
