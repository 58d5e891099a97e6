import type { ProjectId } from '../base/ids.ts';
import type { ClientFrame, Feature, ServerFrame } from '../protocol/frames.ts';

/** What the server says about one open document. */
export type ChannelFrame = Extract<
	ServerFrame,
	{
		type:
			'opened' | 'server-update' | 'ack' | 'server-presence' | 'server-signal' | 'signal-refused' | 'error';
	}
>;

export type ChannelReceiver = { receive(frame: ChannelFrame): void };

/** What a channel needs of the line it runs on. */
export interface ChannelLine {
	readonly bufferedAmount: number;
	/** When a document, or a piece of one, last came on this line (clock time, ms). They come one after the other. */
	readonly documentAt: number;
	send(frame: ClientFrame): void;
	/** Whether something large of this channel is still on its way to the socket. */
	isBusy(channel: number): boolean;
	supports(feature: Feature): boolean;
	/** How the others in a project see us; '' before we were let in. */
	userIn(projectId: ProjectId): string;
	/** A channel number never used before on this line; frames for it reach `receive`. */
	claim(channel: ChannelReceiver): number;
	release(number: number): void;
}
