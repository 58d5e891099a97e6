import type { DocumentId, ProjectId } from '#lib/base/ids.ts';
import { seededRandom, type Random } from '#lib/base/random.ts';
import { formatAddress } from '#lib/protocol/address.ts';
import { Device } from './device.ts';
import { dialAs, type DialParts, type Door } from './dial.ts';
import { Figures } from './figures.ts';
import { GuestList } from './guest-list.ts';
import { happen, type Profile } from './happenings.ts';
import { Intruder, type Loot } from './intruder.ts';
import type { Sabotage } from './sabotage.ts';
import { ServerProcess } from './server-process.ts';
import { StockDevice } from './stock-device.ts';
import { DocumentTruth } from './truth.ts';
import { VirtualClock, type ClockScope } from './virtual-clock.ts';
import { SOUND_DISK, VirtualDisk } from './virtual-disk.ts';
import { seedGlobals } from './virtual-globals.ts';
import { Link } from './virtual-network.ts';

const ID_LETTERS = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_';
/** Small, so that slow readers fall behind within a run. */
const BACKLOG_BYTES = 256 * 1024;

/** Everything of one run: a server, its disk, people and what they do, all from one seed. */
export class Simulation {
	readonly seed: number;
	readonly random: Random;
	readonly clock = new VirtualClock(1_000_000);
	readonly figures = new Figures();
	readonly trace: string[] = [];
	readonly projectId: ProjectId;
	readonly documents = new Map<DocumentId, DocumentTruth>();
	readonly disk: VirtualDisk;
	readonly guests: GuestList;
	readonly devices: Device[] = [];
	readonly stock: StockDevice[] = [];
	readonly intruders: Intruder[] = [];
	readonly links: Link[] = [];
	/** Tokens by the name of their device. */
	readonly tokens = new Map<string, string>();
	readonly #sabotage: Sabotage | null;
	readonly #viewerToken: string;
	readonly #editorToken: string;
	server: ServerProcess | null = null;
	/** Calls get no answer: the machine is gone, not only its process. */
	isServerDead = false;

	constructor(seed: number, sabotage: Sabotage | null = null) {
		this.seed = seed;
		this.#sabotage = sabotage;
		this.random = seededRandom(seed);
		seedGlobals(this.random);
		this.projectId = this.#mintId() as ProjectId;
		this.guests = new GuestList(this.projectId, () => this.#mintId(), sabotage);
		this.disk = new VirtualDisk(this.clock, this.random, sabotage, ({ documentId }, update) =>
			this.documents.get(documentId)?.stored(update),
		);
		this.#viewerToken = this.guests.invite('viewer');
		this.#editorToken = this.guests.invite('editor');
		this.startServer();
	}

	note(text: string): void {
		this.trace.push(`${((this.clock.now() - 1_000_000) / 1000).toFixed(3).padStart(9)} ${text}`);
	}

	addDocument(isPlayground = false): DocumentId {
		const id = this.#mintId() as DocumentId;
		this.documents.set(id, new DocumentTruth(isPlayground));
		return id;
	}

	addDevice(role: 'editor' | 'viewer'): Device {
		const name = String.fromCharCode(65 + this.devices.length);
		const link = this.#addLink();
		this.tokens.set(name, this.guests.invite(role));
		const device = new Device({
			name,
			role,
			projectId: this.projectId,
			documents: this.documents,
			clock: this.clock,
			random: this.random,
			link,
			token: () => this.tokens.get(name) ?? '',
			dial: (clock) => dialAs(this.#dialParts(link, clock)),
		});
		this.devices.push(device);
		device.open();
		return device;
	}

	addStockDevice(role: 'editor' | 'viewer', id: DocumentId): StockDevice {
		const name = `s${this.stock.length + 1}-`;
		const truth = this.documents.get(id) as DocumentTruth;
		const token = this.guests.invite(role);
		const address = this.addressOf(id);
		const device = new StockDevice({
			...this.#dialParts(),
			name,
			isViewer: role === 'viewer',
			truth,
			address,
			token,
		});
		this.stock.push(device);
		return device;
	}

	addIntruder(mischief: string): void {
		const ids = [...this.documents];
		const [target] = ids.find(([, { isPlayground }]) => !isPlayground) ?? [];
		const [playground] = ids.find(([, { isPlayground }]) => isPlayground) ?? [];
		if (!target || !playground) return;
		const victim = this.devices.find(({ isOpen }) => isOpen)?.documents.get(target)?.live.clientId ?? 1;
		const loot: Loot = {
			viewerToken: this.#viewerToken,
			editorToken: this.#editorToken,
			address: this.addressOf(target),
			playground: this.addressOf(playground),
			victim,
		};
		this.intruders.push(new Intruder(this.#dialParts(), mischief, loot));
	}

	/** A new link for somebody, in place of the one they have. */
	inviteAgain(device: Device): void {
		this.tokens.set(device.name, this.guests.invite(device.role));
		device.authorize();
	}

	addressOf(documentId: DocumentId): string {
		return formatAddress({ projectId: this.projectId, documentId });
	}

	startServer(): void {
		this.isServerDead = false;
		if (this.server) return;
		const { clock, disk, guests, random } = this;
		const sabotage = this.#sabotage;
		const note = (text: string) => this.note(text);
		this.server = new ServerProcess({
			clock,
			disk,
			guests,
			backlogBytes: BACKLOG_BYTES,
			random,
			sabotage,
			note,
		});
	}

	/** The server ends as on SIGKILL; `isTold`: its machine lives on and resets the sockets. */
	crashServer(isTold: boolean): void {
		if (!this.server) return;
		this.server.kill();
		this.server = null;
		this.isServerDead = !isTold;
		for (const { sockets } of this.links) {
			for (const socket of [...sockets]) socket.abandon('server', isTold);
		}
	}

	/** The server ends as on SIGTERM, and another takes its place. */
	async restartServer(): Promise<void> {
		const { server } = this;
		if (!server || server.isEnding) return;
		const closing = server.close().then(() => {
			if (this.server !== server) return;
			this.server = null;
			if (server.clock.pending > 0) throw new Error('The server left timers behind when it ended');
			server.kill();
		});
		let ended = false;
		void closing.finally(() => (ended = true)).catch(() => undefined);
		await this.clock.advance(60_000, () => ended);
		if (!ended) throw new Error('The server did not end within a minute');
		await closing;
	}

	/** Lets time pass in which many things happen. */
	async play(profile: Profile, steps: number): Promise<void> {
		for (let i = 0; i < steps; i++) {
			const name = await happen(this, profile);
			this.figures.add(`did: ${name}`);
			await this.clock.advance(Math.round(this.random() ** 3 * profile.pace));
		}
	}

	/** Everything works again, and everybody is there. */
	heal(): void {
		this.note('— everything works again —');
		this.disk.faults = { ...SOUND_DISK };
		// What a disk lost comes to light when it is read again.
		if (this.disk.counts.damaged > 0) this.crashServer(true);
		this.startServer();
		for (const intruder of this.intruders.splice(0)) intruder.leave();
		for (const link of this.links) {
			Object.assign(link, { latency: 5, jitter: 0, bytesPerSecond: Infinity, away: false });
			link.resume();
		}
		for (const device of this.devices) {
			device.wake(true);
			device.setVisible(true);
			device.open();
			for (const id of this.documents.keys()) device.join(id);
			this.inviteAgain(device);
		}
	}

	pick<T>(from: readonly T[]): T | undefined {
		return from[Math.floor(this.random() * from.length)];
	}

	dispose(): void {
		for (const truth of this.documents.values()) truth.dispose();
		seedGlobals(null);
	}

	readonly #door: Door = {
		listener: () => {
			const { server } = this;
			if (!server || server.isEnding) return null;
			return (request, end, open) => server.accept(request, end, open);
		},
		isDead: () => this.isServerDead,
	};

	#dialParts(link: Link = this.#addLink(), clock: ClockScope = this.clock.scope()): DialParts {
		return { link, clock, world: this.clock, random: this.random, door: this.#door };
	}

	#addLink(): Link {
		const link = new Link();
		link.latency = 1 + Math.round(this.random() * 80);
		link.jitter = this.random() < 0.5 ? 0 : Math.round(this.random() * 200);
		this.links.push(link);
		return link;
	}

	#mintId(): string {
		return Array.from({ length: 22 }, () => ID_LETTERS[Math.floor(this.random() * 64)]).join('');
	}
}
