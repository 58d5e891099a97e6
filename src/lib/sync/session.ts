import type { ProjectId } from '../base/ids.ts';
import type { ClientFrame, Feature } from '../protocol/frames.ts';
import type { ChannelFrame, ChannelLine, ChannelReceiver } from './channel-line.ts';
import type { Line } from './line.ts';
import type { HeldToken } from './project-access.ts';

/** What was said on one line: tokens presented, projects granted, documents by their number. Ends with it. */
export class Session implements ChannelLine {
	readonly line: Line;
	/** How the others see us, by project. */
	readonly granted = new Map<ProjectId, string>();
	/** Whether the server refused, revoked or could not check some token on this line. */
	hadTokenTrouble = false;
	welcomed = false;
	readonly #channels = new Map<number, ChannelReceiver>();
	readonly #presented = new Map<ProjectId, string>();
	/** Projects whose token was not answered yet, oldest first. */
	readonly #unanswered: ProjectId[] = [];
	#lastNumber = 0;

	/** `presented`: the tokens the line sends behind its hello. */
	constructor(line: Line, presented: readonly HeldToken[]) {
		this.line = line;
		for (const held of presented) this.#expectAnswer(held);
	}

	get bufferedAmount(): number {
		return this.line.bufferedAmount;
	}

	get documentAt(): number {
		return this.line.documentAt;
	}

	send(frame: ClientFrame): void {
		this.line.send(frame);
	}

	isBusy(channel: number): boolean {
		return this.line.isBusy(channel);
	}

	supports(feature: Feature): boolean {
		return this.line.supports(feature);
	}

	userIn(projectId: ProjectId): string {
		return this.granted.get(projectId) ?? '';
	}

	/** A project the server named, if we were let into it on this line. */
	grantedAs(named: string): ProjectId | null {
		return [...this.granted.keys()].find((known) => known === named) ?? null;
	}

	claim(channel: ChannelReceiver): number {
		const number = ++this.#lastNumber;
		this.#channels.set(number, channel);
		return number;
	}

	release(number: number): void {
		this.#channels.delete(number);
	}

	/** Hands a frame to its document; one for a number already released is late and dropped. */
	deliver(frame: ChannelFrame): void {
		this.#channels.get(frame.channel)?.receive(frame);
	}

	hasPresented({ projectId, token }: HeldToken): boolean {
		return this.#presented.get(projectId) === token;
	}

	present(held: HeldToken): void {
		this.#expectAnswer(held);
		this.line.send({ type: 'auth', token: held.token });
	}

	/** Whether a token of this project was presented and not answered yet. */
	awaits(projectId: ProjectId): boolean {
		return this.#unanswered.includes(projectId);
	}

	/** Which project an answer is about: the server cannot name the project of a token it cannot read. */
	answered(named: string): ProjectId | null {
		const index = named === '' ? 0 : this.#unanswered.findIndex((projectId) => projectId === named);
		const [projectId] = index < 0 ? [] : this.#unanswered.splice(index, 1);
		if (projectId !== undefined) return projectId;
		return [...this.#presented.keys()].find((known) => known === named) ?? null;
	}

	#expectAnswer({ projectId, token }: HeldToken): void {
		this.#presented.set(projectId, token);
		this.#unanswered.push(projectId);
	}
}
