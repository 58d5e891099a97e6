import { STATUS_CODES, type IncomingMessage } from 'node:http';
import type { Duplex } from 'node:stream';
import { WebSocketServer } from 'ws';
import type { Dispose } from '#lib/base/disposer.ts';
import { err, ok, type Result } from '#lib/base/result.ts';
import { parseAddress, type DocumentAddress } from '#lib/protocol/address.ts';
import { CLOSE, formatRestart, MAX_RETURN_S } from '#lib/protocol/close-codes.ts';
import { SUBPROTOCOL, YJS_SUBPROTOCOL } from '#lib/protocol/frames.ts';
import { MAX_FRAME_BYTES, MAX_STOCK_MESSAGE_BYTES } from '#lib/protocol/limits.ts';
import type { Admission } from '../http/admission.ts';
import type { ClientAddress } from '../http/client-address.ts';
import type { OriginCheck } from '../http/origin.ts';
import { describeCause, LogOf } from '../ops/log.ts';
import type { RefusalReason } from '../ops/metrics/catalogue.ts';
import type { Grant } from './access-port.ts';
import { LineSession } from './line-session.ts';
import type { ServerSocket } from './server-socket.ts';
import type { SessionParts } from './session.ts';
import { Wire } from './wire.ts';
import { WsSocket } from './ws-socket.ts';
import { YjsSession } from './yjs-session.ts';

const TOKEN_PREFIX = 'rastudios.token.';
/** Entries of a subprotocol list that are tried as tokens. */
const MAX_TOKENS_TRIED = 4;
/** Pieces of one message that wait for the rest: the largest, on a network of small packets. */
const MAX_UNREAD_PIECES = 32 * 1024;
/** Milliseconds that the sockets have to close in when the server ends. */
const FAREWELL_MS = 2_500;
/** Over how long those who are sent away spread their return: so many a second, and not for ever. */
const RETURNS_A_SECOND = 200;

/** Who is let in. */
export type Door = {
	readonly allowsOrigin: OriginCheck;
	readonly addressOf: ClientAddress;
	readonly admission: Admission;
	readonly mintRequestId: () => string;
};

/** What a socket's request says, before it becomes one. */
export type ConnectRequest = {
	/** Without query. */
	readonly path: string;
	/** The subprotocols asked for, in their order. */
	readonly protocols: readonly string[];
	/** The visitor's network address, '' when there is none. */
	readonly address: string;
	readonly host?: string | undefined;
	/** Absent for most programs. */
	readonly origin?: string | undefined;
};

/** Why a request does not become a socket: an HTTP status and a line for people. */
export type ConnectRefusal = {
	readonly status: number;
	readonly reason: string;
	/** Seconds after which trying again makes sense. */
	readonly retryAfter?: number;
};

/** Resolves to null when the other side is gone already. */
type OpenSocket = () => Promise<ServerSocket | null>;

type Refusal = ConnectRefusal & { readonly because: RefusalReason };

const UNSOUND: Refusal = {
	status: 400,
	reason: 'Not a request for a WebSocket of version 13',
	because: 'invalid',
};

type Session = { close(code: number, reason: string): void; terminate(): void };

/** Where sockets come in: our own protocol at `/sync`, stock Yjs clients at `/sync/<document address>`. */
export class LineServer {
	#parts: SessionParts;
	#door: Door;
	#sessions = new Map<Session, ServerSocket>();
	#sockets = new Set<Duplex>();
	#emptied: (() => void) | null = null;
	#closing = false;
	#lines = createWebSockets(MAX_FRAME_BYTES);
	#stockLines = createWebSockets(MAX_STOCK_MESSAGE_BYTES);

	constructor(parts: SessionParts, door: Door) {
		this.#parts = parts;
		this.#door = door;
	}

	get connections(): number {
		return this.#sessions.size;
	}

	/** Bytes that wait for all clients together. */
	get unsentBytes(): number {
		let bytes = 0;
		for (const socket of this.#sessions.values()) bytes += socket.bufferedAmount;
		return bytes;
	}

	/** Handles an HTTP upgrade; never throws. */
	upgrade(request: IncomingMessage, socket: Duplex, head: Buffer): void {
		this.#sockets.add(socket);
		socket.on('error', () => socket.destroy());
		socket.on('close', () => this.#sockets.delete(socket));
		if (!isUnambiguous(request)) {
			this.#parts.metrics.addBy('connections_refused_total', UNSOUND.because);
			return refuseUpgrade(socket, UNSOUND);
		}
		const open = () => this.#accept(request, socket, head);
		this.connect(this.#describe(request), open).then(
			(refusal) => refusal && refuseUpgrade(socket, refusal),
			(cause: unknown) => {
				this.#parts.log.error('A socket could not be admitted', { cause: describeCause(cause) });
				refuseUpgrade(socket, { status: 503, reason: 'The server cannot take connections just now' });
			},
		);
	}

	/**
	 * Starts a session on the socket that `open` makes (null: the other side is gone already), or says why not.
	 * Sockets may come from anywhere.
	 */
	async connect(request: ConnectRequest, open: OpenSocket): Promise<ConnectRefusal | null> {
		const { metrics } = this.#parts;
		const log = new LogOf(this.#parts.log, { request: this.#door.mintRequestId() });
		const admitted = this.#admit(request);
		if (!admitted.ok) {
			const { because, status } = admitted.error;
			metrics.addBy('connections_refused_total', because);
			log.debug('Refused a connection', { path: request.path, status, because });
			return admitted.error;
		}
		log.debug('Connected', { path: request.path });
		const leave = () => {
			log.debug('Disconnected');
			admitted.value();
		};
		const parts = { ...this.#parts, log };
		try {
			const isStock = request.path !== '/sync';
			const started = isStock
				? this.#startStock(request, open, parts, leave)
				: this.#start(open, parts, leave);
			if (await started) metrics.add('connections_total');
			else leave();
			return null;
		} catch (cause) {
			leave();
			throw cause;
		}
	}

	#admit({ host, origin, path, protocols, address }: ConnectRequest): Result<Dispose, Refusal> {
		if (!this.#door.allowsOrigin(origin, host)) {
			const who = origin === undefined ? 'Programs that name no Origin' : `Pages of ${origin}`;
			return err({ status: 403, reason: `${who} may not connect here`, because: 'origin' });
		}
		if (this.#closing) return err({ status: 503, reason: 'The server is ending', because: 'draining' });
		if (path === '/sync') {
			if (!protocols.includes(SUBPROTOCOL))
				return err({ status: 400, reason: `Ask for ${SUBPROTOCOL}`, because: 'protocol' });
		} else if (!path.startsWith('/sync/')) {
			return err({ status: 404, reason: 'Sockets connect at /sync', because: 'invalid' });
		}
		return this.#door.admission.take(address);
	}

	async #start(open: OpenSocket, parts: SessionParts, leave: Dispose): Promise<boolean> {
		const socket = await open();
		if (socket) this.#keep(socket, (onEnd) => new LineSession(socket, parts, onEnd), leave);
		return socket !== null;
	}

	async #startStock(
		{ path, protocols }: ConnectRequest,
		open: OpenSocket,
		parts: SessionParts,
		leave: Dispose,
	): Promise<boolean> {
		const invitation = await this.#invite(path.slice('/sync/'.length), protocols);
		// Accepted even when refused: a close code is the only answer a browser's socket can read.
		const socket = await open();
		if (socket && invitation.ok)
			this.#keep(socket, (onEnd) => new YjsSession(socket, parts, invitation.value, onEnd), leave);
		else if (socket && !invitation.ok)
			this.#keep(socket, (onEnd) => this.#turnAway(socket, invitation.error, onEnd), leave);
		return socket !== null;
	}

	/** Says why, and sees to it that the socket goes: its place is taken until then. */
	#turnAway(
		socket: ServerSocket,
		{ code, reason }: { code: number; reason: string },
		onEnd: Dispose,
	): Session {
		const wire = new Wire(socket, this.#parts, { message: () => {}, closed: onEnd, beat: () => {} });
		wire.close(code, reason);
		return wire;
	}

	/** Says goodbye to all, so that they come back soon, and waits a little until they are gone. */
	async close(): Promise<void> {
		this.#closing = true;
		if (this.#sessions.size > 0) {
			const gone = new Promise<void>((resolve) => {
				this.#emptied = resolve;
			});
			const reason = this.#farewell();
			for (const session of this.#sessions.keys()) session.close(CLOSE.restarting, reason);
			const cancel = this.#parts.clock.after(FAREWELL_MS, () => {
				for (const session of this.#sessions.keys()) session.terminate();
			});
			await gone;
			cancel();
		}
		for (const socket of this.#sockets) socket.destroy();
	}

	// Whoever comes back asks for all their documents: not all of them in the same second.
	#farewell(): string {
		const seconds = Math.ceil(this.#sessions.size / RETURNS_A_SECOND);
		return formatRestart(Math.min(MAX_RETURN_S, Math.max(1, seconds)));
	}

	async #invite(
		path: string,
		offered: readonly string[],
	): Promise<Result<{ grant: Grant; address: DocumentAddress }, { code: number; reason: string }>> {
		const address = parseAddress(path);
		if (!address.ok) return err({ code: CLOSE.notFound, reason: 'No such document address' });
		const tokens = offered.filter((offer) => offer !== YJS_SUBPROTOCOL).slice(0, MAX_TOKENS_TRIED);
		let refused: string | null = null;
		for (const offer of tokens) {
			const token = offer.startsWith(TOKEN_PREFIX) ? offer.slice(TOKEN_PREFIX.length) : offer;
			const grant = await this.#parts.access.authorize(token);
			if (grant.ok && grant.value.projectId === address.value.projectId) {
				const forbidden = this.#parts.access.check(grant.value, 'open', address.value);
				if (forbidden) return err({ code: CLOSE.revoked, reason: forbidden.message });
				return ok({ grant: grant.value, address: address.value });
			}
			if (!grant.ok && grant.error.code === 'forbidden') refused ??= grant.error.message;
		}
		if (refused !== null) return err({ code: CLOSE.revoked, reason: refused });
		return err({ code: CLOSE.unauthorized, reason: 'No valid token for this document' });
	}

	#accept(request: IncomingMessage, stream: Duplex, head: Buffer): Promise<ServerSocket | null> {
		const [path] = (request.url ?? '').split('?');
		const server = path === '/sync' ? this.#lines : this.#stockLines;
		return new Promise((resolve) => {
			// Gone already, or a handshake that `ws` refuses: it hangs up and tells nobody.
			stream.once('close', () => resolve(null));
			if (stream.destroyed) return resolve(null);
			server.handleUpgrade(request, stream, head, (ws) => resolve(new WsSocket(ws, stream)));
		});
	}

	#describe({ url = '', headers, socket }: IncomingMessage): ConnectRequest {
		const [path = ''] = url.split('?');
		const protocols = parseOffers(headers['sec-websocket-protocol']);
		const forwarded = headers['x-forwarded-for'];
		const address = this.#door.addressOf(socket.remoteAddress, String(forwarded ?? ''));
		return { path, protocols, address, host: headers.host, origin: headers.origin };
	}

	#keep(socket: ServerSocket, create: (onEnd: Dispose) => Session, leave: Dispose): void {
		const session = create(() => {
			leave();
			this.#sessions.delete(session);
			if (this.#sessions.size === 0) this.#emptied?.();
		});
		this.#sessions.set(session, socket);
		if (this.#closing) session.close(CLOSE.restarting, this.#farewell());
	}
}

function createWebSockets(maxPayload: number): WebSocketServer {
	return new WebSocketServer({
		noServer: true,
		maxPayload,
		perMessageDeflate: false,
		maxBufferedChunks: MAX_UNREAD_PIECES,
		maxFragments: MAX_UNREAD_PIECES,
		// The sessions keep their own account.
		clientTracking: false,
		handleProtocols: (offered) => chooseProtocol([...offered]),
	});
}

/**
 * Whether a proxy before us reads this request as we do, and sees it end where we see it end (RFC 9112,
 * 6.3 and RFC 6455, 4.1). Node itself takes upgrades that break this.
 */
function isUnambiguous({ httpVersion, headers }: IncomingMessage): boolean {
	const hasBody = headers['transfer-encoding'] !== undefined || (headers['content-length'] ?? '0') !== '0';
	const isCurrent = httpVersion === '1.1' && headers['sec-websocket-version'] === '13';
	return headers.host !== undefined && isCurrent && !hasBody;
}

function parseOffers(header: string | undefined): string[] {
	return (header ?? '').split(',').flatMap((offer) => offer.trim() || []);
}

function chooseProtocol(offered: readonly string[]): string | false {
	const known = offered.find((offer) => offer === SUBPROTOCOL || offer === YJS_SUBPROTOCOL);
	return known ?? offered[0] ?? false;
}

function refuseUpgrade(socket: Duplex, { status, reason, retryAfter }: ConnectRefusal): void {
	const body = `${reason}\n`;
	const head = [
		`HTTP/1.1 ${status} ${STATUS_CODES[status]}`,
		'Connection: close',
		'Content-Type: text/plain; charset=utf-8',
		`Content-Length: ${Buffer.byteLength(body)}`,
		...(retryAfter === undefined ? [] : [`Retry-After: ${retryAfter}`]),
	];
	// Hung up once it is said: who never hangs up by themselves would keep the socket for ever.
	socket.end(`${head.join('\r\n')}\r\n\r\n${body}`, () => socket.destroy());
}
