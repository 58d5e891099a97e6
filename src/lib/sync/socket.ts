/** What a connection needs of a WebSocket: tests put a virtual network behind it. */
export interface Socket {
	/** Bytes handed over and not yet on the network. */
	readonly bufferedAmount: number;
	send(bytes: Uint8Array<ArrayBuffer>): void;
	/** Closes it; `closed` may still be called, late or never. */
	close(code: number, reason: string): void;
}

export type SocketEvents = {
	readonly opened: () => void;
	readonly message: (bytes: Uint8Array) => void;
	/** Called at most once, also when it could not be opened (code 1006). */
	readonly closed: (code: number, reason: string) => void;
};

/** Starts opening a socket; its events come later, never before this returns. Throws when the address is malformed. */
export type OpenSocket = (url: string, subprotocol: string, events: SocketEvents) => Socket;
