import * as Y from 'yjs';
import type { Random } from '#lib/base/random.ts';
import { encodeFrame, PROTOCOL_VERSION, SUBPROTOCOL, type ClientFrame } from '#lib/protocol/frames.ts';
import { encodeAwareness, encodeSyncStep2, encodeUpdate } from '#server/rooms/yjs-messages.ts';
import { dial, type DialParts } from './dial.ts';
import type { SocketEnd } from './virtual-network.ts';

export type Loot = {
	/** Lets one look at the project, not change it. */
	readonly viewerToken: string;
	readonly editorToken: string;
	/** A document the intruder may only look at. */
	readonly address: string;
	/** One it may vandalise; others must merely survive it. */
	readonly playground: string;
	/** Somebody else's client id. */
	readonly victim: number;
};

const NOTHING = new Uint8Array([0]);

const openFrame = (channel: number, address: string): ClientFrame => ({
	type: 'open',
	channel,
	address,
	epoch: null,
	stateVector: NOTHING,
});

function forgedEdit(): Uint8Array {
	const ydoc = new Y.Doc();
	ydoc.getMap('log').set('evil', true);
	const update = Y.encodeStateAsUpdate(ydoc);
	ydoc.destroy();
	return update;
}

/** What an author wrote second, without what came first. */
function gapEdit(): Uint8Array {
	const ydoc = new Y.Doc();
	ydoc.getMap('log').set('evil first', true);
	const before = Y.encodeStateVector(ydoc);
	ydoc.getMap('log').set('evil second', true);
	const update = Y.encodeStateAsUpdate(ydoc, before);
	ydoc.destroy();
	return update;
}

function mutated(bytes: Uint8Array, random: Random): Uint8Array {
	const copy = bytes.slice(0, random() < 0.2 ? Math.floor(random() * bytes.byteLength) : undefined);
	for (let flips = 1 + Math.floor(random() * 3); flips > 0; flips--) {
		const at = Math.floor(random() * copy.byteLength);
		copy[at] = Math.floor(random() * 256);
	}
	return copy;
}

function garbage(random: Random): Uint8Array {
	return Uint8Array.from({ length: Math.floor(random() * 60) }, () => Math.floor(random() * 256));
}

function forgedPresence(clientId: number, random: Random): Uint8Array {
	const state = random() < 0.5 ? 'null' : '{"user":{"name":"evil"}}';
	const bytes: number[] = [1];
	for (const number of [clientId, 1000]) {
		let rest = number;
		for (; rest > 127; rest = Math.floor(rest / 128)) bytes.push(128 | (rest % 128));
		bytes.push(rest);
	}
	return Uint8Array.from([...bytes, state.length, ...Buffer.from(state)]);
}

type Mischief = (loot: Loot, random: Random) => ClientFrame | Uint8Array;

const MISCHIEF: Readonly<Record<string, readonly Mischief[]>> = {
	silence: [],
	garbage: [(_, random) => garbage(random)],
	'no hello': [({ address }) => openFrame(1, address)],
	'a truncated frame': [(_, random) => mutated(encodeFrame({ type: 'auth', token: 'x'.repeat(50) }), random)],
	'a guessed token': [() => ({ type: 'auth', token: 'guess' }), ({ address }) => openFrame(1, address)],
	'a viewer who writes': [
		({ viewerToken }) => ({ type: 'auth', token: viewerToken }),
		({ address }) => openFrame(1, address),
		() => ({ type: 'update', channel: 1, seq: 1, update: forgedEdit() }),
		() => ({ type: 'update', channel: 1, seq: 2, update: forgedEdit() }),
	],
	'an editor who leaves gaps': [
		({ editorToken }) => ({ type: 'auth', token: editorToken }),
		({ address }) => openFrame(1, address),
		() => ({ type: 'update', channel: 1, seq: 1, update: gapEdit() }),
		// Would be fine by itself, but nothing is taken behind a gap.
		() => ({ type: 'update', channel: 1, seq: 2, update: forgedEdit() }),
	],
	'an editor who sends nonsense': [
		({ editorToken }) => ({ type: 'auth', token: editorToken }),
		({ playground }) => openFrame(1, playground),
		(_, random) => ({ type: 'update', channel: 1, seq: 1, update: mutated(forgedEdit(), random) }),
	],
	'a borrowed identity': [
		({ viewerToken }) => ({ type: 'auth', token: viewerToken }),
		({ address }) => openFrame(1, address),
		({ victim }, random) => ({ type: 'presence', channel: 1, presence: forgedPresence(victim, random) }),
	],
};

/** Stock clients' ways, on a socket that was let in to look. */
const STOCK_MISCHIEF: Readonly<Record<string, (loot: Loot, random: Random) => Uint8Array>> = {
	'stock: garbage': (_, random) => garbage(random),
	'stock: sync step 2 of a viewer': () => encodeSyncStep2(forgedEdit()),
	'stock: an update of a viewer': () => encodeUpdate(forgedEdit()),
	'stock: a borrowed identity': ({ victim }, random) => encodeAwareness(forgedPresence(victim, random)),
};

export const MISCHIEF_NAMES: readonly string[] = [...Object.keys(MISCHIEF), ...Object.keys(STOCK_MISCHIEF)];

/** Comes in, does one bad thing, and stays until it is thrown out or sent away. */
export class Intruder {
	readonly #end: SocketEnd;

	constructor(parts: DialParts, mischief: string, loot: Loot) {
		const { random } = parts;
		const stock = STOCK_MISCHIEF[mischief];
		const url = stock ? `ws://server/sync/${loot.address}` : 'ws://server/sync';
		const protocols = stock ? ['rastudios.yjs', loot.viewerToken] : [SUBPROTOCOL];
		const opened = (end: SocketEnd) => {
			if (stock) return end.send(stock(loot, random));
			if (mischief !== 'no hello' && mischief !== 'silence')
				end.send(
					encodeFrame({ type: 'hello', protocol: PROTOCOL_VERSION, client: 'intruder', features: [] }),
				);
			for (const make of MISCHIEF[mischief] ?? []) {
				const made = make(loot, random);
				end.send(made instanceof Uint8Array ? made : encodeFrame(made));
			}
		};
		this.#end = dial(parts, url, protocols, { opened, message: () => undefined, closed: () => undefined });
	}

	leave(): void {
		this.#end.close(1000, '');
	}
}
