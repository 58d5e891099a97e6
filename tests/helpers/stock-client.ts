import { WebSocket } from 'ws';
import { WebsocketProvider } from 'y-websocket';
import * as Y from 'yjs';
import { formatAddress, type DocumentAddress } from '#lib/protocol/address.ts';

export type StockClient = {
	readonly doc: Y.Doc;
	readonly provider: WebsocketProvider;
	synced(): Promise<void>;
	destroy(): void;
};

type Options = {
	readonly protocols?: readonly string[];
	readonly doc?: Y.Doc;
	readonly params?: Record<string, string>;
};

/** An unmodified y-websocket 3 client, as any Yjs tool would use it. */
export function joinAsStockClient(
	origin: string,
	address: DocumentAddress,
	token: string,
	{ protocols = ['rastudios.yjs', token], doc = new Y.Doc(), params = {} }: Options = {},
): StockClient {
	const provider = new WebsocketProvider(
		`${origin.replace('http', 'ws')}/sync`,
		formatAddress(address),
		doc,
		{
			protocols: [...protocols],
			params,
			disableBc: true,
			WebSocketPolyfill: socketOfPage(origin),
		},
	);
	return {
		doc,
		provider,
		synced: () =>
			provider.synced ? Promise.resolve() : new Promise((resolve) => provider.once('sync', () => resolve())),
		destroy() {
			provider.destroy();
			doc.destroy();
		},
	};
}

/** As a page of this origin would connect: `ws` names none by itself. */
function socketOfPage(origin: string): typeof globalThis.WebSocket {
	class PageSocket extends WebSocket {
		constructor(url: string, protocols: string[]) {
			super(url, protocols, { origin });
		}
	}
	return PageSocket as unknown as typeof globalThis.WebSocket;
}

/** Resolves once `holds` does; asked again at every change of the document. */
export function docHolds(doc: Y.Doc, holds: () => boolean): Promise<void> {
	return new Promise((resolve) => {
		const check = () => {
			if (!holds()) return;
			doc.off('update', check);
			resolve();
		};
		doc.on('update', check);
		check();
	});
}

/** Resolves once `holds` does; asked again at every change of presence. */
export function presenceHolds({ awareness }: WebsocketProvider, holds: () => boolean): Promise<void> {
	return new Promise((resolve) => {
		const check = () => {
			if (!holds()) return;
			awareness.off('change', check);
			resolve();
		};
		awareness.on('change', check);
		check();
	});
}
