import type { Dispose } from '../base/disposer.ts';
import { Emitter } from '../base/emitter.ts';

/** Messages to the other tabs of this browser that use the same name. Never back to the sender. */
export interface TabChannel {
	/** `message` must survive a structured clone. */
	post(message: unknown): void;
	onMessage(listener: (message: unknown) => void): Dispose;
	close(): void;
}

/** Channels by name; `null` where tabs cannot talk and meet in the database only. */
export type OpenTabChannel = (name: string) => TabChannel | null;

/** Tabs that meet in memory: `open(name)` is one more tab on that channel. For tests. */
export class MemoryTabs {
	#channels = new Map<string, Set<Emitter<unknown>>>();

	open(name: string): TabChannel {
		const tabs = this.#channels.get(name) ?? new Set();
		this.#channels.set(name, tabs);
		const heard = new Emitter<unknown>();
		tabs.add(heard);
		return {
			post(message) {
				const copy: unknown = structuredClone(message);
				for (const other of [...tabs]) if (other !== heard) other.emit(copy);
			},
			onMessage: (listener) => heard.on(listener),
			close() {
				heard.clear();
				tabs.delete(heard);
			},
		};
	}
}
