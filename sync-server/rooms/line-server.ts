import { STATUS_CODES, type IncomingMessage } from 'node:http';
import type { Duplex } from 'node:stream';
import { WebSocketServer, type WebSocket } from 'ws';
import { err, ok, type Result } from '#lib/base/result.ts';
import { parseAddress, type DocumentAddress } from '#lib/protocol/address.ts';
import { CLOSE } from '#lib/protocol/close-codes.ts';
import { SUBPROTOCOL, YJS_SUBPROTOCOL } from '#lib/protocol/frames.ts';
import { MAX_FRAME_BYTES } from '#lib/protocol/limits.ts';
import { isSameOrigin } from '../http/origin.ts';
import { describeCause } from '../ops/log.ts';
import type { Grant } from '../records/projects/access.ts';
import { LineSession } from './line-session.ts';
import type { SessionParts } from './session.ts';
import { YjsSession } from './yjs-session.ts';

const TOKEN_PREFIX = 'rastudios.token.';
/** Entries of a subprotocol list that are tried as tokens. */
const MAX_TOKENS_TRIED = 4;
const MAX_CONNECTIONS = 5_000;
/** Milliseconds that the sockets have to close in when the server ends. */
const FAREWELL_MS = 2_500;

type Session = { close(code: number, reason: string): void; terminate(): void };

/** Where sockets come in: our own protocol at `/sync`, stock Yjs clients at `/sync/<document address>`. */
export class LineServer {
	#parts: SessionParts;
	#sessions = new Set<Session>();
	#sockets = new Set<Duplex>();
	#emptied: (() => void) | null = null;
	#closing = false;
	#server = new WebSocketServer({
		noServer: true,
		maxPayload: MAX_FRAME_BYTES,
		perMessageDeflate: false,
		handleProtocols: (offered) => chooseProtocol([...offered]),
	});

	constructor(parts: SessionParts) {
		this.#parts = parts;
	}

	get connections(): number {
		return this.#sessions.size;
	}

	/** Handles an HTTP upgrade; never throws. */
	upgrade(request: IncomingMessage, socket: Duplex, head: Buffer): void {
		this.#sockets.add(socket);
		socket.on('error', () => socket.destroy());
		socket.on('close', () => this.#sockets.delete(socket));
		this.#admit(request, socket, head).catch((cause: unknown) => {
			this.#parts.log.error('A socket could not be admitted', { cause: describeCause(cause) });
			refuseUpgrade(socket, 503, 'The server cannot take connections just now');
		});
	}

	/** Says goodbye to all, so that they come back soon, and waits a little until they are gone. */
	async close(): Promise<void> {
		this.#closing = true;
		if (this.#sessions.size > 0) {
			const gone = new Promise<void>((resolve) => {
				this.#emptied = resolve;
			});
			for (const session of this.#sessions) session.close(CLOSE.restarting, 'The server restarts');
			const cancel = this.#parts.clock.after(FAREWELL_MS, () => {
				for (const session of this.#sessions) session.terminate();
			});
			await gone;
			cancel();
		}
		for (const socket of this.#sockets) socket.destroy();
	}

	async #admit(request: IncomingMessage, socket: Duplex, head: Buffer): Promise<void> {
		const { host, origin } = request.headers;
		if (!isSameOrigin(origin, host)) return refuseUpgrade(socket, 403, `Pages of ${origin} may not connect`);
		if (this.#closing || this.#sessions.size >= MAX_CONNECTIONS) {
			return refuseUpgrade(socket, 503, 'The server takes no more connections just now');
		}
		const [path = ''] = (request.url ?? '').split('?');
		const offered = parseOffers(request.headers['sec-websocket-protocol']);
		if (path === '/sync') {
			if (!offered.includes(SUBPROTOCOL)) return refuseUpgrade(socket, 400, `Ask for ${SUBPROTOCOL}`);
			const ws = await this.#accept(request, socket, head);
			return this.#keep((onEnd) => new LineSession(ws, this.#parts, onEnd));
		}
		if (!path.startsWith('/sync/')) return refuseUpgrade(socket, 404, 'Sockets connect at /sync');
		// Accepted even when refused: a close code is the only answer a browser's socket can read.
		const invitation = await this.#invite(path.slice('/sync/'.length), offered);
		const ws = await this.#accept(request, socket, head);
		if (!invitation.ok) return ws.close(invitation.error.code, invitation.error.reason);
		this.#keep((onEnd) => new YjsSession(ws, this.#parts, invitation.value, onEnd));
	}

	async #invite(
		path: string,
		offered: readonly string[],
	): Promise<Result<{ grant: Grant; address: DocumentAddress }, { code: number; reason: string }>> {
		const address = parseAddress(path);
		if (!address.ok) return err({ code: CLOSE.notFound, reason: 'No such document address' });
		const tokens = offered.filter((offer) => offer !== YJS_SUBPROTOCOL).slice(0, MAX_TOKENS_TRIED);
		let revoked = false;
		for (const offer of tokens) {
			const token = offer.startsWith(TOKEN_PREFIX) ? offer.slice(TOKEN_PREFIX.length) : offer;
			const grant = await this.#parts.access.authorize(token);
			if (grant.ok && grant.value.projectId === address.value.projectId) {
				return ok({ grant: grant.value, address: address.value });
			}
			revoked ||= !grant.ok && grant.error.code === 'forbidden';
		}
		if (revoked) return err({ code: CLOSE.revoked, reason: 'The owner of the project revoked this link' });
		return err({ code: CLOSE.unauthorized, reason: 'No valid token for this document' });
	}

	#accept(request: IncomingMessage, socket: Duplex, head: Buffer): Promise<WebSocket> {
		return new Promise((resolve) => this.#server.handleUpgrade(request, socket, head, resolve));
	}

	#keep(create: (onEnd: () => void) => Session): void {
		const session = create(() => {
			this.#sessions.delete(session);
			if (this.#sessions.size === 0) this.#emptied?.();
		});
		this.#sessions.add(session);
		if (this.#closing) session.close(CLOSE.restarting, 'The server restarts');
	}
}

function parseOffers(header: string | undefined): string[] {
	return (header ?? '').split(',').flatMap((offer) => offer.trim() || []);
}

function chooseProtocol(offered: readonly string[]): string | false {
	const known = offered.find((offer) => offer === SUBPROTOCOL || offer === YJS_SUBPROTOCOL);
	return known ?? offered[0] ?? false;
}

function refuseUpgrade(socket: Duplex, status: number, reason: string): void {
	const body = `${reason}\n`;
	socket.end(
		`HTTP/1.1 ${status} ${STATUS_CODES[status]}\r\nConnection: close\r\nContent-Type: text/plain; charset=utf-8\r\n` +
			`Content-Length: ${Buffer.byteLength(body)}\r\n\r\n${body}`,
	);
}
