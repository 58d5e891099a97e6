import { Emitter } from '../base/emitter.ts';
import type { TabChannel } from './tab-channel.ts';

/** A channel to this browser's other tabs; `null` where it has no BroadcastChannel. */
export function openTabChannel(name: string): TabChannel | null {
	if (typeof BroadcastChannel === 'undefined') return null;
	const channel = new BroadcastChannel(`rastudios:${name}`);
	const heard = new Emitter<unknown>();
	channel.onmessage = (event: MessageEvent<unknown>) => heard.emit(event.data);
	return {
		post: (message) => channel.postMessage(message),
		onMessage: (listener) => heard.on(listener),
		close() {
			heard.clear();
			channel.close();
		},
	};
}
