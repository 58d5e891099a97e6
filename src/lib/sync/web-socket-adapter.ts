import type { OpenSocket } from './socket.ts';

/** The platform's WebSocket. A text message is passed on as no bytes at all, which no frame is. */
export const openWebSocket: OpenSocket = (url, subprotocol, events) => {
	const socket = new WebSocket(url, subprotocol);
	socket.binaryType = 'arraybuffer';
	socket.onopen = () => events.opened();
	socket.onmessage = ({ data }: MessageEvent<unknown>) =>
		events.message(data instanceof ArrayBuffer ? new Uint8Array(data) : new Uint8Array());
	socket.onclose = ({ code, reason }) => events.closed(code, reason);
	return {
		get bufferedAmount() {
			return socket.bufferedAmount;
		},
		send(bytes) {
			// A socket between closing and its close event silently drops: the next handshake covers it.
			if (socket.readyState === WebSocket.OPEN) socket.send(bytes);
		},
		close(code, reason) {
			// Browsers complain on the console about a socket closed before it opened: let it open first.
			if (socket.readyState === WebSocket.CONNECTING) socket.onopen = () => socket.close(code, reason);
			else socket.close(code, reason);
		},
	};
};
