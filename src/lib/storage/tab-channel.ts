import type { Dispose } from '../base/disposer.ts';
import { Emitter } from '../base/emitter.ts';

/** Messages to the other tabs of this browser that use the same name. Never back to the sender. */
export interface TabChannel {
	/** `message` must survive a structured clone. */
	post(message: unknown): void;
	onMessage(listener: (message: unknown) => void): Dispose;
	close(): void;
}

/** A channel over BroadcastChannel; `null` where the browser has none: tabs then meet in the database only. */
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

/** Tabs of one page, for tests and for browsers within browsers: `tab()` is one more of them. */
export class MemoryTabs {
	#tabs = new Set<Emitter<unknown>>();

	tab(): TabChannel {
		const heard = new Emitter<unknown>();
		this.#tabs.add(heard);
		return {
			post: (message) => {
				const copy: unknown = structuredClone(message);
				for (const other of [...this.#tabs]) if (other !== heard) other.emit(copy);
			},
			onMessage: (listener) => heard.on(listener),
			close: () => {
				heard.clear();
				this.#tabs.delete(heard);
			},
		};
	}
}
