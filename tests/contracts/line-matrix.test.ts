import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { WebSocket } from 'ws';
import * as Y from 'yjs';
import { DOCUMENT_KINDS, type DocumentKind } from '#lib/doc/live-document.ts';
import { stampSchema } from '#lib/doc/schema.ts';
import { formatAddress, type DocumentAddress } from '#lib/protocol/address.ts';
import { splitFrame } from '#lib/protocol/chunks.ts';
import { CLOSE } from '#lib/protocol/close-codes.ts';
import { encodeFrame, type ServerFrame } from '#lib/protocol/frames.ts';
import { mayInProject } from '#lib/protocol/permissions.ts';
import { SIGNAL_QUOTAS, type SignalKind } from '#lib/protocol/signals.ts';
import { encodePresence } from '#lib/sync/presence-codec.ts';
import { decodeYjsMessage, encodeSyncStep1, encodeUpdate } from '#server/rooms/yjs-messages.ts';
import { AccountWorld } from '../helpers/account-world.ts';
import { CAST, setStage, type Somebody, type Stage } from '../helpers/cast.ts';
import { keysOf, setKey } from '../helpers/key-updates.ts';
import type { LineClient } from '../helpers/line-client.ts';
import { DOCUMENT_ROWS, FRAME_ROWS, HEARD_ROWS, SIGNAL_ROWS, type Right } from '../permissions/line-rows.ts';

const NOTHING = new Uint8Array([0]);
const EMPTY_VECTOR = new Uint8Array([0]);

let stage: Stage;
/** The owner, who has every document open and sees what becomes of what others do. */
let witness: LineClient;
const addresses = new Map<DocumentKind, DocumentAddress>();
const seqs = new Map<DocumentKind, number>();
let clientIds = 100;

beforeAll(async () => {
	stage = await setStage(await AccountWorld.start());
	const { world, project } = stage;
	witness = await world.join(world.server, project.token);
	for (const [i, kind] of DOCUMENT_KINDS.entries()) {
		const { projectId } = project;
		// A project's index has the project's own id.
		const own = { projectId, documentId: projectId } as unknown as DocumentAddress;
		const address = kind === 'project' ? own : world.addressIn(project);
		addresses.set(kind, address);
		await witness.open(i + 1, address);
		const ydoc = new Y.Doc();
		stampSchema(ydoc, kind);
		ydoc.getMap('entities').set('secret', kind);
		await store(kind, Y.encodeStateAsUpdate(ydoc));
	}
});
afterAll(() => stage.world.end());

const channelOf = (kind: DocumentKind): number => DOCUMENT_KINDS.indexOf(kind) + 1;

function addressOf(kind: DocumentKind): DocumentAddress {
	const address = addresses.get(kind);
	if (!address) throw new Error(`No document of the kind ${kind}`);
	return address;
}

/** The witness writes. */
async function store(kind: DocumentKind, update: Uint8Array): Promise<void> {
	const seq = (seqs.get(kind) ?? 0) + 1;
	seqs.set(kind, seq);
	await stage.world.store(witness, channelOf(kind), seq, update);
}

async function stored(kind: DocumentKind): Promise<string[]> {
	const { rows, snapshot } = await stage.world.server.storage.documents.load(addressOf(kind));
	return keysOf(...(snapshot ? [snapshot.state] : []), ...rows.map(({ update }) => update));
}

/** What was sent is through, and what waits for time is told. */
async function pass(...clients: LineClient[]): Promise<void> {
	for (const client of clients) await client.settle();
	stage.world.clock.advance(100);
	for (const client of clients) await client.settle();
}

const may = ({ role }: Somebody, right: Right): boolean =>
	right === 'nothing' || (role !== null && mayInProject(role, right));

const heardBy = (client: LineClient, from: number, wants: (frame: ServerFrame) => boolean): boolean =>
	client.frames.slice(from).some(wants);

it('[R131] the rows say of every signal what the server asks for', () => {
	const needs = Object.entries(SIGNAL_QUOTAS).map(([kind, quota]) => [kind, quota.needs]);
	expect(SIGNAL_ROWS).toEqual(Object.fromEntries(needs));
});

describe('every frame and document × everybody', () => {
	it.each(CAST)('[R131] $name: our own line', async (somebody) => {
		const { world } = stage;
		const bearer = await somebody.bearer(stage);
		const client = await world.join(world.server);
		if (bearer !== null) client.send({ type: 'auth', token: bearer });
		await client.settle();
		const told = client.frames.find(({ type }) => type === 'granted' || type === 'error');
		if (somebody.role !== null) expect(told).toMatchObject({ type: 'granted', role: somebody.role });
		const outcomes: Record<string, unknown> = {};
		const wanted: Record<string, unknown> = {};
		for (const kind of DOCUMENT_KINDS) {
			outcomes[kind] = await tryAll(client, kind);
			wanted[kind] = expected(somebody, kind);
		}
		expect(outcomes).toEqual(wanted);
		const heard = new Set(client.frames.map(({ type }) => type));
		for (const type of heard) expect(may(somebody, HEARD_ROWS[type]), `they heard ${type}`).toBe(true);
		client.socket.terminate();
	});

	it.each(CAST)('[R131] $name: a stock client', async (somebody) => {
		const bearer = await somebody.bearer(stage);
		for (const kind of DOCUMENT_KINDS) {
			const { read, write } = DOCUMENT_ROWS[kind];
			const key = `stock-${clientIds++}`;
			const { seen, code } = await tryAsStockClient(bearer, kind, key);
			const secrets = seen.includes('secret');
			expect([kind, secrets], 'read').toEqual([kind, may(somebody, read)]);
			if (!secrets) expect([CLOSE.unauthorized, CLOSE.revoked]).toContain(code);
			expect([kind, (await stored(kind)).includes(key)], 'written').toEqual([kind, may(somebody, write)]);
		}
	});
});

/** Does everything that can be done with a document, whatever the server says, and looks what comes of it. */
async function tryAll(client: LineClient, kind: DocumentKind): Promise<Record<string, boolean>> {
	const channel = channelOf(kind);
	const clientId = clientIds++;
	const key = `key-${clientId}`;
	const from = { own: client.frames.length, witness: witness.frames.length };
	const stateVector = NOTHING;
	client.send({ type: 'open', channel, address: formatAddress(addressOf(kind)), epoch: null, stateVector });
	await pass(client);
	const opened = client.frames.find((frame) => frame.type === 'opened' && frame.channel === channel);
	const secret = opened?.type === 'opened' && keysOf(opened.update).includes('secret');

	const presence = encodePresence([{ clientId, clock: 1, state: { mark: key } as never }]);
	client.send({ type: 'presence', channel, presence });
	await pass(client, witness);
	const signals: Record<string, boolean> = {};
	for (const signal of Object.keys(SIGNAL_QUOTAS) as SignalKind[]) {
		client.send({ type: 'signal', channel, kind: signal, payload: NOTHING });
		await pass(client, witness);
		signals[`signal ${signal}`] = heardBy(
			witness,
			from.witness,
			(frame) => frame.type === 'server-signal' && frame.kind === signal && frame.clientId === clientId,
		);
	}
	await store(kind, setKey(`news-${key}`));
	const inChunks = encodeFrame({ type: 'update', channel, seq: 1, update: setKey(`chunk-${key}`) });
	for (const chunk of splitFrame(channel, inChunks)) client.send({ type: 'chunk', ...chunk });
	client.send({ type: 'update', channel, seq: 2, update: setKey(key) });
	await pass(client, witness);
	const keys = await stored(kind);
	return {
		'open and read': secret,
		'hear of edits': heardBy(
			client,
			from.own,
			(frame) => frame.type === 'server-update' && keysOf(frame.update).includes(`news-${key}`),
		),
		presence: heardBy(
			witness,
			from.witness,
			(frame) => frame.type === 'server-presence' && Buffer.from(frame.presence).includes(key),
		),
		...signals,
		update: keys.includes(key),
		'update in chunks': keys.includes(`chunk-${key}`),
	};
}

function expected(somebody: Somebody, kind: DocumentKind): Record<string, boolean> {
	const { read, write } = DOCUMENT_ROWS[kind];
	const signals = Object.entries(SIGNAL_ROWS).map(([signal, right]) => [
		`signal ${signal}`,
		may(somebody, right),
	]);
	return {
		'open and read': may(somebody, FRAME_ROWS.open) && may(somebody, read),
		'hear of edits': may(somebody, HEARD_ROWS['server-update']) && may(somebody, read),
		presence: may(somebody, FRAME_ROWS.presence),
		...(Object.fromEntries(signals) as Record<string, boolean>),
		update: may(somebody, FRAME_ROWS.update) && may(somebody, write),
		'update in chunks': may(somebody, FRAME_ROWS.chunk) && may(somebody, write),
	};
}

/** Asks for a document as any Yjs tool would, and writes to it whatever it is told. */
async function tryAsStockClient(bearer: string | null, kind: DocumentKind, key: string) {
	const { origin } = stage.world.server;
	const url = `${origin.replace('http', 'ws')}/sync/${formatAddress(addressOf(kind))}`;
	const socket = new WebSocket(url, bearer === null ? [] : [bearer], { origin });
	const seen: string[] = [];
	let answers = 0;
	let code = 0;
	const closed = new Promise<void>((resolve) => {
		socket.on('close', (with_) => {
			code = with_;
			resolve();
		});
	});
	socket.on('error', () => {}); // the close that follows says it all
	socket.on('message', (data: Buffer) => {
		const message = decodeYjsMessage(data);
		if (!message.ok || message.value.type !== 'update') return;
		seen.push(...keysOf(message.value.update));
		if (message.value.isAnswer) answers++;
	});
	await Promise.race([closed, new Promise((resolve) => socket.once('open', resolve))]);
	// Answered in order: two answers, and what was said between is done with.
	const ask = async () => {
		const before = answers;
		if (socket.readyState === WebSocket.OPEN) socket.send(encodeSyncStep1(EMPTY_VECTOR));
		await Promise.race([
			closed,
			expect.poll(() => answers, { timeout: 20_000, interval: 5 }).toBeGreaterThan(before),
		]);
	};
	await ask();
	if (socket.readyState === WebSocket.OPEN) socket.send(encodeUpdate(setKey(key)));
	if (code === 0) await ask();
	stage.world.clock.advance(100);
	if (code === 0) await ask();
	socket.terminate();
	await closed;
	return { seen, code };
}
