import { messageAuth, WebsocketProvider } from 'y-websocket';
import * as Y from 'yjs';
import type { Random } from '#lib/base/random.ts';
import { dial, type DialParts } from './dial.ts';
import { makeEdit } from './edits.ts';
import { namesIn, type DocumentTruth } from './truth.ts';
import { withinVirtualTime } from './virtual-globals.ts';
import type { SocketEnd } from './virtual-network.ts';

type Handler = ((event: never) => void) | null;

/** The `WebSocket` that a stock client sees, over the virtual network. */
function socketClass(parts: DialParts) {
	return class StockSocket {
		static readonly OPEN = 1;
		readonly OPEN = 1;
		binaryType = '';
		readyState = 0;
		onopen: Handler = null;
		onmessage: Handler = null;
		onclose: Handler = null;
		onerror: Handler = null;
		readonly #end: SocketEnd;

		constructor(url: string, protocols: readonly string[]) {
			this.#end = dial(parts, url, protocols, {
				opened: () => {
					this.readyState = 1;
					this.onopen?.({} as never);
				},
				message: (bytes) => this.onmessage?.({ data: bytes.slice().buffer } as never),
				closed: (code, reason) => {
					this.readyState = 3;
					this.onclose?.({ code, reason } as never);
				},
			});
		}

		send(bytes: Uint8Array): void {
			if (this.readyState === 1) this.#end.send(bytes.slice());
		}

		close(): void {
			this.readyState = Math.max(2, this.readyState);
			this.#end.close(1000, '');
		}
	};
}

export type StockParts = DialParts & {
	readonly name: string;
	readonly isViewer: boolean;
	readonly truth: DocumentTruth;
	readonly address: string;
	readonly token: string;
	readonly random: Random;
};

/** Somebody with an unmodified y-websocket client in one document; their work lives in memory only. */
export class StockDevice {
	readonly name: string;
	readonly isViewer: boolean;
	readonly ydoc = new Y.Doc();
	readonly truth: DocumentTruth;
	readonly provider: WebsocketProvider;
	readonly #parts: StockParts;
	#edits = 0;
	isGone = false;

	constructor(parts: StockParts) {
		this.#parts = parts;
		this.name = parts.name;
		this.isViewer = parts.isViewer;
		this.truth = parts.truth;
		this.provider = withinVirtualTime(parts.clock, () => {
			const provider = new WebsocketProvider('ws://server/sync', parts.address, this.ydoc, {
				protocols: ['rastudios.yjs', parts.token],
				disableBc: true,
				WebSocketPolyfill: socketClass(parts) as unknown as typeof WebSocket,
			});
			// It would write every refusal on the console.
			provider.messageHandlers[messageAuth] = () => undefined;
			provider.awareness.setLocalStateField('user', { name: parts.name });
			return provider;
		});
	}

	get names(): string[] {
		return namesIn(this.ydoc);
	}

	/** A viewer's edit stays its own: the server must not take it. */
	edit(): string {
		const name = `${this.isViewer ? 'viewer ' : ''}${this.name}${++this.#edits}`;
		if (!this.isViewer) this.truth.made++;
		withinVirtualTime(this.#parts.clock, () => makeEdit(this.ydoc, name, this.#parts.random, 'me'));
		return name;
	}

	leave(): void {
		if (this.isGone) return;
		this.isGone = true;
		withinVirtualTime(this.#parts.clock, () => {
			this.provider.destroy();
			this.provider.awareness.destroy();
			this.ydoc.destroy();
		});
	}
}
