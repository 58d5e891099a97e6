// The limit of a join: a bare `ws` server that answers the third message of everybody with one and the same frame.
import { readFileSync } from 'node:fs';
import process from 'node:process';
import type { AddressInfo } from 'node:net';
import { WebSocketServer } from 'ws';

const answer = readFileSync(process.env['ANSWER_FILE'] ?? '');
const server = new WebSocketServer({ port: 0, host: '127.0.0.1', perMessageDeflate: false });
server.on('connection', (socket) => {
	let heard = 0;
	socket.on('message', () => {
		if (++heard === 3) socket.send(answer);
	});
	socket.on('error', () => {});
});
server.on('listening', () => {
	process.stdout.write(`ready: ${(server.address() as AddressInfo).port}\n`);
});
