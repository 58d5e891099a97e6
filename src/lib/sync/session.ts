import type { ProjectId } from '../base/ids.ts';
import type { ClientFrame } from '../protocol/frames.ts';
import type { ChannelFrame, ChannelLine, DocumentChannel } from './document-channel.ts';
import type { Line } from './line.ts';

export type HeldToken = { readonly projectId: ProjectId; readonly token: string };

/** What was said on one line: tokens presented, projects granted, documents by their number. Ends with it. */
export class Session implements ChannelLine {
	readonly line: Line;
	readonly granted = new Set<ProjectId>();
	/** Whether the server refused, revoked or could not check some token on this line. */
	hadTokenTrouble = false;
	welcomed = false;
	readonly #channels = new Map<number, DocumentChannel>();
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

	send(frame: ClientFrame): void {
		this.line.send(frame);
	}

	claim(channel: DocumentChannel): number {
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
