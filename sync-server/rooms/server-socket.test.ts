import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, describe, expect, it } from 'vitest';
import { WebSocket, WebSocketServer } from 'ws';
import { frameMessages, joinFramed, type ServerSocket } from './server-socket.ts';
import { WsSocket } from './ws-socket.ts';

describe('a socket of ws', () => {
	const ends: (() => void)[] = [];
	afterEach(() => {
		for (const end of ends.splice(0)) end();
	});

	async function setup() {
		const http = createServer();
		const server = new WebSocketServer({ noServer: true, perMessageDeflate: false });
		const accepted = new Promise<ServerSocket>((resolve) => {
			http.on('upgrade', (request, stream, head) =>
				server.handleUpgrade(request, stream, head, (ws) => resolve(new WsSocket(ws, stream))),
			);
		});
		await new Promise<void>((resolve) => http.listen(0, '127.0.0.1', resolve));
		const client = new WebSocket(`ws://127.0.0.1:${(http.address() as AddressInfo).port}`);
		ends.push(
			() => client.terminate(),
			() => http.close(),
		);
		const received: Uint8Array[] = [];
		client.on('message', (data: Buffer) => received.push(data));
		// A socket that is ended without a word may be an error to the other side.
		client.on('error', () => {});
		const closed = new Promise<number>((resolve) => client.on('close', resolve));
		return { socket: await accepted, client, received, closed };
	}

	it('[L6] what was framed once arrives whole and in order among single messages, whatever its size', async () => {
		const { socket, received, closed } = await setup();
		socket.listen({ message: () => {}, heartbeat: () => {}, closed: () => {} });
		const messages = [0, 1, 125, 126, 65_535, 65_536, 200_000].map((size, i) =>
			new Uint8Array(size).fill(i + 1),
		);
		const framed = joinFramed(messages.map((message) => frameMessages([message])));
		socket.send(new Uint8Array([1]));
		socket.sendFramed(framed);
		socket.ping();
		socket.send(new Uint8Array([2]));
		socket.sendFramed(framed);
		socket.close(4500, 'done');
		socket.sendFramed(framed);
		expect(await closed).toBe(4500);
		const sizes = messages.map(({ byteLength }) => byteLength);
		expect(received.map(({ byteLength }) => byteLength)).toEqual([1, ...sizes, 1, ...sizes]);
		expect(received.slice(1, 8).map((bytes) => new Uint8Array(bytes))).toEqual(messages);
	});

	it('[L7] what is sent in parts arrives as one message, in order, and is said to be taken or never to be', async () => {
		const { socket, received, closed } = await setup();
		socket.listen({ message: () => {}, heartbeat: () => {}, closed: () => {} });
		const large = new Uint8Array(200_000).fill(7);
		socket.send(new Uint8Array([1]));
		await new Promise<void>((taken) => socket.sendParts([new Uint8Array([2]), large], taken));
		await new Promise<void>((taken) => socket.sendParts([], taken));
		socket.send(new Uint8Array([3]));
		socket.close(4500, 'done');
		await new Promise<void>((taken) => socket.sendParts([large], taken));
		expect(await closed).toBe(4500);
		expect(received.map((bytes) => new Uint8Array(bytes))).toEqual([
			new Uint8Array([1]),
			new Uint8Array([2, ...large]),
			new Uint8Array(),
			new Uint8Array([3]),
		]);
	});

	it('[L7] parts that a reader does not read are said to be done with once the socket is gone', async () => {
		const { socket, client } = await setup();
		socket.listen({ message: () => {}, heartbeat: () => {}, closed: () => {} });
		client.pause();
		const done = new Promise<void>((taken) => socket.sendParts([new Uint8Array(16 * 1024 * 1024)], taken));
		expect(socket.bufferedAmount).toBeGreaterThan(1024 * 1024);
		socket.terminate();
		await done;
	});

	it('[L6] messages framed once count as waiting until the other side takes them', async () => {
		const { socket, client } = await setup();
		socket.listen({ message: () => {}, heartbeat: () => {}, closed: () => {} });
		client.pause();
		const framed = frameMessages([new Uint8Array(16 * 1024 * 1024)]);
		socket.sendFramed(framed);
		expect(socket.bufferedAmount).toBeGreaterThan(1024 * 1024);
		client.resume();
		await expect.poll(() => socket.bufferedAmount).toBe(0);
	});
});
