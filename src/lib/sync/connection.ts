import type { Clock } from '../base/clock.ts';
import type { Dispose } from '../base/disposer.ts';
import { Emitter } from '../base/emitter.ts';
import type { ProjectId } from '../base/ids.ts';
import type { Random } from '../base/random.ts';
import type { ServerFrame } from '../protocol/frames.ts';
import type { ConnectionState } from './connection-state.ts';
import { DocumentChannel, type JoinRequest } from './document-channel.ts';
import { noHints, type ConnectionHints } from './hints.ts';
import { Line } from './line.ts';
import { isAboutTokens, readLineEnd } from './line-end.ts';
import { ProjectAccesses, type AccessChange, type HeldToken, type ProjectAccess } from './project-access.ts';
import { ResyncTurns } from './resync-turns.ts';
import { RetryPlan } from './retry-plan.ts';
import { Session } from './session.ts';
import type { OpenSocket } from './socket.ts';
import type { TokenSource } from './token-source.ts';

export type ConnectionOptions = {
	/** `ws(s)://host/sync`. */
	readonly url: string;
	/** Who is calling, for the server's log: the device id. */
	readonly client: string;
	readonly clock: Clock;
	readonly random: Random;
	readonly openSocket: OpenSocket;
	readonly hints?: ConnectionHints;
};

type GrantEnded = Extract<ServerFrame, { type: 'grant-ended' }>;

/** Milliseconds an unneeded line stays, so that going from one project to the next keeps it. */
export const LINGER_MS = 2_000;
/** The largest wait, in ms, before trying again when the browser says that the network or the tab is back. */
const HINT_RETRY_MS = 500;

/** One WebSocket for everything this tab says to the server: kept up while a joined document needs it. */
export class Connection {
	readonly #options: ConnectionOptions;
	readonly #changes = new Emitter<ConnectionState>();
	readonly #memberNews = new Emitter<ProjectId>();
	readonly #accesses: ProjectAccesses;
	readonly #joined = new Set<DocumentChannel>();
	readonly #turns = new ResyncTurns();
	readonly #hints: ConnectionHints;
	readonly #retries: RetryPlan;
	readonly #stopHints: Dispose;
	#state: ConnectionState = { kind: 'idle' };
	#session: Session | null = null;
	#cancelLinger: Dispose | null = null;
	#disposed = false;

	constructor(options: ConnectionOptions) {
		this.#options = options;
		this.#hints = options.hints ?? noHints;
		this.#accesses = new ProjectAccesses(options.clock, options.random, (held) => {
			this.#present(held);
			if (this.#isRefusedOverToken()) this.retry();
			else this.#reconsider(); // its first token: the line may be needed from now on
		});
		this.#retries = new RetryPlan(options.clock, options.random, () => this.#hints.isVisible());
		this.#stopHints = this.#hints.onChange(() => this.#onHint());
	}

	get state(): ConnectionState {
		return this.#state;
	}

	onChange(listener: (state: ConnectionState) => void): Dispose {
		return this.#changes.on(listener);
	}

	/** What the server lets us do in a project, as it last said. */
	access(projectId: ProjectId): ProjectAccess {
		return this.#accesses.of(projectId);
	}

	onAccess(listener: (change: AccessChange) => void): Dispose {
		return this.#accesses.changes.on(listener);
	}

	/** Told of projects whose members, invitations or requests may be others than before. */
	onMembers(listener: (projectId: ProjectId) => void): Dispose {
		return this.#memberNews.on(listener);
	}

	/**
	 * Presents this token for the project from now on, on the open line too. When it expires, or is about to, `source`
	 * is asked for the next, which is presented in place. Null: the source is asked for the first as well.
	 */
	authorize(projectId: ProjectId, token: string | null, source?: TokenSource): void {
		if (this.#disposed || !this.#accesses.hold(projectId, token, source)) return;
		if (token !== null) this.#present({ projectId, token });
		if (this.#isRefusedOverToken()) this.retry();
		else this.#reconsider();
	}

	/** Stops presenting a token for the project; its documents go offline. */
	forget(projectId: ProjectId): void {
		this.#session?.granted.delete(projectId);
		this.#accesses.forget(projectId);
		for (const channel of this.#channelsOf(projectId)) channel.detach();
		this.#reconsider();
	}

	/** Keeps the document equal to the server's until `leave()`. */
	join(request: JoinRequest): DocumentChannel {
		const { clock, random } = this.#options;
		const onLeave = (channel: DocumentChannel) => {
			this.#joined.delete(channel);
			this.#reconsider();
		};
		const turns = this.#turns;
		const channel = new DocumentChannel({ ...request, clock, random, turns, onLeave });
		if (this.#disposed) return channel;
		this.#joined.add(channel);
		const session = this.#session;
		if (session?.granted.has(request.address.projectId)) channel.attach(session);
		this.#reconsider();
		return channel;
	}

	/** Tries now, whatever was refused or waited for. */
	retry(): void {
		if (this.#disposed) return;
		this.#retries.restart();
		this.#accesses.reconsider();
		if (!this.#session) {
			this.#stopWaiting();
			this.#setState({ kind: 'idle' });
			return this.#reconsider();
		}
		if (this.#session.welcomed) this.#retryOnLine(this.#session);
	}

	/** Ends the line and everything on it. Idempotent. */
	dispose(): void {
		if (this.#disposed) return;
		this.#disposed = true;
		for (const channel of [...this.#joined]) channel.leave();
		this.#stopHints();
		this.#stopWaiting();
		this.#closeLine();
		this.#setState({ kind: 'idle' });
		this.#changes.clear();
		this.#memberNews.clear();
		this.#accesses.dispose();
	}

	#isNeeded(): boolean {
		return [...this.#joined].some((channel) => this.#accesses.isUsable(channel.address.projectId));
	}

	#isRefusedOverToken(): boolean {
		return this.#state.kind === 'refused' && isAboutTokens(this.#state.code);
	}

	/** Brings the line in accord with whether anything needs it. */
	#reconsider(): void {
		if (this.#disposed) return;
		if (this.#isNeeded()) {
			this.#cancelLinger?.();
			this.#cancelLinger = null;
			if (this.#state.kind === 'idle') this.#connect();
		} else if (this.#session) {
			this.#cancelLinger ??= this.#options.clock.after(LINGER_MS, () => this.#goIdle());
		} else if (this.#state.kind === 'waiting' || this.#isRefusedOverToken()) {
			this.#goIdle();
		}
	}

	#goIdle(): void {
		this.#stopWaiting();
		this.#closeLine();
		this.#retries.restart();
		this.#setState({ kind: 'idle' });
	}

	#connect(): void {
		this.#stopWaiting();
		const { url, client, clock, openSocket } = this.#options;
		const held = this.#accesses.usableTokens();
		const events = {
			welcomed: () => this.#welcomed(session),
			frame: (frame: ServerFrame) => this.#receive(session, frame),
			ended: (code: number, reason: string) => this.#ended(session, code, reason),
		};
		let line: Line;
		try {
			const tokens = held.map(({ token }) => token);
			const isVisible = () => this.#hints.isVisible();
			line = new Line({ url, client, clock, openSocket, tokens, isVisible, events });
		} catch (cause) {
			return this.#wait(`The address ${url} cannot be opened (${String(cause)})`);
		}
		const session = new Session(line, held);
		this.#session = session;
		this.#setState({ kind: 'connecting', attempt: this.#retries.attempt });
	}

	#welcomed(session: Session): void {
		session.welcomed = true;
		this.#retries.lineUp();
		for (const held of this.#accesses.usableTokens()) if (!session.hasPresented(held)) session.present(held);
		this.#setState({ kind: 'online' });
	}

	#receive(session: Session, frame: ServerFrame): void {
		switch (frame.type) {
			case 'granted':
				return this.#granted(session, frame);
			case 'opened':
			case 'server-update':
			case 'ack':
			case 'server-presence':
			case 'server-signal':
			case 'signal-refused':
				return session.deliver(frame);
			case 'error':
				return frame.channel > 0 ? session.deliver(frame) : this.#failed(session, frame);
			case 'grant-ended':
				return this.#grantEnded(session, frame);
			case 'members-changed': {
				const project = session.grantedAs(frame.projectId);
				if (project !== null) this.#memberNews.emit(project);
				return;
			}
			case 'welcome':
			case 'server-chunk':
			case 'pong':
				return;
		}
	}

	#granted(session: Session, frame: Extract<ServerFrame, { type: 'granted' }>): void {
		const { projectId, role, user, expiresIn } = frame;
		const project = session.answered(projectId);
		if (project === null) return;
		const already = session.granted.has(project);
		session.granted.set(project, user);
		this.#accesses.granted(project, role, expiresIn);
		for (const channel of this.#channelsOf(project)) {
			if (!already || channel.role !== role || channel.state.kind === 'refused') channel.attach(session);
		}
		// What was said of members while there was no line was not heard.
		if (!already) this.#memberNews.emit(project);
		// An earlier token's refusal may have begun to let the line go.
		this.#reconsider();
	}

	/** The server's no to a project's token. */
	#failed(session: Session, { project, error }: Extract<ServerFrame, { type: 'error' }>): void {
		const projectId = session.answered(project);
		if (projectId === null) return;
		session.hadTokenTrouble = true;
		// A no to the token before is none to the one on its way, also when the line ends before its answer.
		if (!session.awaits(projectId)) this.#accesses.failed(projectId, error);
		if (this.#accesses.of(projectId).kind === 'refused') this.#withdraw(session, projectId);
	}

	/** What we were granted is over. A newer token that is on its way has an answer of its own to come. */
	#grantEnded(session: Session, { projectId: named, error }: GrantEnded): void {
		const projectId = session.grantedAs(named);
		if (projectId === null) return;
		session.hadTokenTrouble = true;
		this.#withdraw(session, projectId);
		if (!session.awaits(projectId)) this.#accesses.failed(projectId, error);
		this.#memberNews.emit(projectId);
		this.#reconsider();
	}

	#withdraw(session: Session, projectId: ProjectId): void {
		session.granted.delete(projectId);
		for (const channel of this.#channelsOf(projectId)) channel.detach();
		this.#reconsider();
	}

	#ended(session: Session, code: number, reason: string): void {
		if (this.#session !== session) return;
		this.#closeLine();
		if (this.#disposed) return;
		if (!this.#isNeeded()) return this.#goIdle();
		const end = readLineEnd(code, reason, session.hadTokenTrouble);
		if (end.kind === 'refused') return this.#setState(end);
		this.#retries.skipTo(end.leastAttempt);
		// Only this once: who finds nobody yet goes on along the ordinary back-off.
		const spread = end.spreadMs > 0 ? Math.round(this.#options.random() * end.spreadMs) : 0;
		this.#wait(end.reason, Math.max(this.#retries.nextDelay(), spread), end.restarting);
	}

	#present(held: HeldToken): void {
		if (this.#session?.welcomed) this.#session.present(held);
	}

	#wait(reason: string, delay = this.#retries.nextDelay(), restarting = false): void {
		this.#stopWaiting();
		const { clock } = this.#options;
		this.#retries.after(delay, () => this.#connect());
		this.#setState({ kind: 'waiting', retryAt: clock.now() + delay, reason, restarting });
	}

	#onHint(): void {
		const hints = this.#hints;
		if (!hints.isVisible()) for (const channel of this.#joined) channel.flush();
		this.#session?.line.repace();
		this.#session?.line.probe();
		if (this.#state.kind !== 'waiting' || !hints.isOnline() || !hints.isVisible()) return;
		const delay = Math.round(this.#options.random() * HINT_RETRY_MS);
		const { retryAt, reason, restarting } = this.#state;
		if (this.#options.clock.now() + delay < retryAt) this.#wait(reason, delay, restarting);
	}

	#retryOnLine(session: Session): void {
		for (const held of this.#accesses.usableTokens()) {
			if (!session.granted.has(held.projectId)) session.present(held);
		}
		for (const channel of this.#joined) {
			const stuck = channel.state.kind === 'refused' || channel.state.kind === 'waiting';
			if (stuck && session.granted.has(channel.address.projectId)) channel.attach(session);
		}
	}

	#channelsOf(projectId: ProjectId): DocumentChannel[] {
		return [...this.#joined].filter((channel) => channel.address.projectId === projectId);
	}

	#stopWaiting(): void {
		this.#retries.stop();
		this.#cancelLinger?.();
		this.#cancelLinger = null;
	}

	#closeLine(): void {
		this.#retries.lineDown();
		this.#accesses.cancelRetries();
		const session = this.#session;
		this.#session = null;
		for (const channel of this.#joined) channel.detach();
		session?.line.close();
	}

	#setState(state: ConnectionState): void {
		if (state.kind === this.#state.kind && (state.kind === 'idle' || state.kind === 'online')) return;
		this.#state = state;
		this.#changes.emit(state);
	}
}

export const createConnection = (options: ConnectionOptions): Connection => new Connection(options);
