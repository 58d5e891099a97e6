import { describe, expect, it } from 'vitest';
import { ManualClock } from '#lib/base/clock.ts';
import type { Dispose } from '#lib/base/disposer.ts';
import { mintDocumentId, mintProjectId } from '#lib/base/ids.ts';
import { seededRandom, type Random } from '#lib/base/random.ts';
import { LiveDocument } from '#lib/doc/live-document.ts';
import { formatAddress, type DocumentAddress } from '#lib/protocol/address.ts';
import { createConnection, type Connection } from '#lib/sync/connection.ts';
import type { DocumentChannel } from '#lib/sync/document-channel.ts';
import type { ChangeLedger } from '#lib/sync/outgoing.ts';
import { MemoryNetwork } from '../helpers/memory-network.ts';
import { MemorySyncServer } from '../helpers/memory-sync-server.ts';

const RUNS = Number(process.env['FUZZ_RUNS'] ?? 60);
const FIRST_SEED = Number(process.env['FUZZ_SEED'] ?? 1);
const STEPS = 120;

/** Edits are named, so that one can ask later whether the server has them. */
const namesIn = (document: LiveDocument): string[] => [...document.ydoc.getMap('log').keys()];

/** One person's tab, which may crash and come back with what its disk had. */
class Person implements ChangeLedger {
	readonly network: MemoryNetwork;
	document: LiveDocument;
	readonly #world: World;
	readonly #who: string;
	#connection!: Connection;
	#channel: DocumentChannel | null = null;
	#stop: Dispose = () => undefined;
	#edits = 0;
	acknowledged = 0;

	constructor(world: World, who: string) {
		this.#world = world;
		this.#who = who;
		this.network = new MemoryNetwork(world.clock, world.server.accept);
		this.network.latency = () => 1 + world.random() * world.slowness;
		this.document = new LiveDocument(world.address.documentId, 'scene');
		this.#start();
	}

	get isSynced(): boolean {
		return this.#channel?.state.kind === 'synced' && !this.#channel.isSending;
	}

	get connection(): Connection {
		return this.#connection;
	}

	edit(): void {
		const { ydoc } = this.document;
		const { random } = this.#world;
		ydoc.transact(() => {
			ydoc.getMap('log').set(`${this.#who} ${++this.#edits}`, true);
			const shared = ydoc.getMap('shared');
			const key = `key ${Math.floor(random() * 5)}`;
			if (random() < 0.3) shared.delete(key);
			else shared.set(key, `${this.#who} ${this.#edits}`);
			const text = ydoc.getText('text');
			const at = Math.floor(random() * (text.length + 1));
			if (random() < 0.3 && at < text.length) text.delete(at, 1);
			else text.insert(at, this.#who);
		}, 'edit');
	}

	leaveOrJoin(): void {
		if (this.#channel) this.#channel.leave();
		this.#channel = this.#channel ? null : this.#join();
	}

	join(): void {
		this.#channel ??= this.#join();
	}

	/** The tab is gone in the middle of whatever it did; a new one reads the disk. */
	restart(): void {
		const disk = this.document.encodeState();
		this.#stop();
		this.#connection.dispose();
		this.document.destroy();
		this.document = new LiveDocument(this.#world.address.documentId, 'scene');
		this.document.applyV2(disk, 'storage');
		this.#channel = null;
		this.#start();
	}

	get waiting(): number {
		return this.#edits;
	}

	mark(scope: 'own' | 'all'): string[] {
		return namesIn(this.document).filter((name) => scope === 'all' || name.startsWith(this.#who));
	}

	acknowledge(mark: unknown): void {
		const promised = mark as string[];
		this.acknowledged++;
		const durable = new Set(this.#world.durableNames());
		const missing = promised.filter((name) => !durable.has(name));
		if (missing.length > 0) throw new Error(`Acknowledged but not on the server: ${missing.join(', ')}`);
	}

	values(): unknown {
		const { ydoc } = this.document;
		return {
			log: ydoc.getMap('log').toJSON(),
			shared: ydoc.getMap('shared').toJSON(),
			text: ydoc.getText('text').toJSON(),
		};
	}

	dispose(): void {
		this.#stop();
		this.#connection.dispose();
		this.document.destroy();
	}

	#start(): void {
		const { clock, random, address } = this.#world;
		const { openSocket } = this.network;
		this.#connection = createConnection({
			url: 'ws://test/sync',
			client: this.#who,
			clock,
			random,
			openSocket,
		});
		this.#connection.authorize(address.projectId, 'token');
		this.#channel = this.#join();
	}

	#join(): DocumentChannel {
		return this.#connection.join({ address: this.#world.address, document: this.document, changes: this });
	}
}

class World {
	readonly clock = new ManualClock(1_000_000);
	readonly server = new MemorySyncServer(this.clock);
	readonly address: DocumentAddress = { projectId: mintProjectId(), documentId: mintDocumentId() };
	readonly random: Random;
	readonly people: Person[];
	slowness = 200;

	constructor(seed: number) {
		this.random = seededRandom(seed);
		this.server.issue('token', { projectId: this.address.projectId, role: 'editor' });
		const count = 2 + Math.floor(this.random() * 3);
		this.people = Array.from({ length: count }, (_, i) => new Person(this, 'ABCD'[i] ?? 'X'));
	}

	durableNames(): string[] {
		const document = this.server.open(formatAddress(this.address));
		const names = namesIn(document);
		document.destroy();
		return names;
	}

	/** One thing that happens, somewhere; its name. */
	step(): string {
		const person = this.people[Math.floor(this.random() * this.people.length)] as Person;
		const dice = this.random();
		const [, name, act] = HAPPENINGS.find(([share]) => dice < share) ?? HAPPENINGS[0];
		act(this, person);
		this.clock.advance(Math.round(this.random() ** 3 * 4_000));
		return name;
	}

	/** Everything works again, for long enough. */
	heal(): void {
		this.server.diskFull = false;
		for (const person of this.people) {
			person.network.reachable = true;
			person.join();
			person.connection.retry();
		}
		this.clock.advance(10 * 60_000);
	}
}

type Happening = readonly [share: number, name: string, act: (world: World, person: Person) => void];

/** Shares add up: the first that the dice is below. */
const HAPPENINGS: readonly [Happening, ...Happening[]] = [
	[0.6, 'edit', (_, person) => person.edit()],
	[0.7, 'cut', (_, person) => person.network.cut()],
	[0.75, 'silence', (_, person) => person.network.silence()],
	[0.8, 'unreachable', (_, { network }) => (network.reachable = !network.reachable)],
	[0.84, 'restart', (_, person) => person.restart()],
	[0.9, 'leave or join', (_, person) => person.leaveOrJoin()],
	[0.94, 'slowness', (world) => (world.slowness = world.slowness === 200 ? 3_000 : 200)],
	[0.97, 'disk', ({ server }) => (server.diskFull = !server.diskFull)],
	[
		1,
		'crash',
		({ server, people }) => {
			server.crash();
			for (const { network } of people) network.cut();
		},
	],
];

describe('sync fuzz', () => {
	it.each(Array.from({ length: RUNS }, (_, i) => FIRST_SEED + i))(
		'seed %i: everybody ends up equal, and nothing acknowledged is lost',
		(seed) => {
			const world = new World(seed);
			const happened: string[] = [];
			try {
				for (let i = 0; i < STEPS; i++) happened.push(world.step());
				world.heal();
				const [first, ...others] = world.people as [Person, ...Person[]];
				const made = happened.filter((name) => name === 'edit').length;
				expect(Object.keys((first.values() as { log: object }).log)).toHaveLength(made);
				for (const person of world.people) {
					expect(person.isSynced).toBe(true);
					expect(person.document.hasPending()).toBe(false);
				}
				for (const other of others) {
					expect(other.values()).toEqual(first.values());
					expect(other.document.stateVector()).toEqual(first.document.stateVector());
				}
				expect(world.durableNames()).toHaveLength(made);
				// Work happened: edits were made, acknowledged, and things went wrong meanwhile.
				expect(made).toBeGreaterThan(STEPS / 3);
				expect(new Set(happened).size).toBeGreaterThan(4);
				for (const person of world.people) expect(person.acknowledged).toBeGreaterThan(0);
			} catch (cause) {
				console.error(`FUZZ_SEED=${seed}: ${happened.join(' · ')}`);
				throw cause;
			} finally {
				for (const person of world.people) person.dispose();
			}
			world.clock.advance(10 * 60_000);
			expect(world.clock.pending).toBe(0);
		},
	);
});
