import { createContext } from 'svelte';
import { systemClock, type Clock } from '#lib/base/clock.ts';
import type { Dispose } from '#lib/base/disposer.ts';

export interface ToastAction {
	label: string;
	run: () => void;
}
export interface ToastInput {
	kind: 'info' | 'success' | 'error';
	text: string;
	action?: ToastAction | undefined;
	/** A second way on. */
	other?: ToastAction | undefined;
}
export interface Toast extends ToastInput {
	readonly id: number;
}

const SHOWN_MS = 6_000;
const SHOWN_WITH_ACTION_MS = 12_000;
const MOST = 4;

/** The short messages at the foot of the screen. Errors stay until dismissed; the rest go by themselves. */
export class Toasts {
	#clock: Clock;
	#list = $state.raw<readonly Toast[]>([]);
	#timers = new Map<number, Dispose>();
	#lastId = 0;

	constructor(clock: Clock = systemClock) {
		this.#clock = clock;
	}

	get list(): readonly Toast[] {
		return this.#list;
	}

	/** Shows a message and returns its id, for `dismiss`. The same words twice are one toast. */
	show(input: ToastInput): number {
		const same = this.#list.find((toast) => toast.kind === input.kind && toast.text === input.text);
		if (same) this.dismiss(same.id);
		const toast: Toast = { ...input, id: ++this.#lastId };
		if (this.#list.length >= MOST) {
			const oldest = this.#list.find((other) => other.kind !== 'error') ?? this.#list[0];
			if (oldest) this.dismiss(oldest.id);
		}
		this.#list = [...this.#list, toast];
		this.#startTimer(toast);
		return toast.id;
	}

	dismiss(id: number): void {
		this.#stopTimer(id);
		this.#list = this.#list.filter((toast) => toast.id !== id);
	}

	act(toast: Toast, action = toast.action): void {
		this.dismiss(toast.id);
		action?.run();
	}

	/** Nothing goes away while someone reads (pointer or focus on it). */
	hold(): void {
		for (const toast of this.#list) this.#stopTimer(toast.id);
	}
	release(): void {
		for (const toast of this.#list) this.#startTimer(toast);
	}

	#startTimer(toast: Toast): void {
		this.#stopTimer(toast.id);
		if (toast.kind === 'error') return;
		const ms = toast.action ? SHOWN_WITH_ACTION_MS : SHOWN_MS;
		this.#timers.set(
			toast.id,
			this.#clock.after(ms, () => this.dismiss(toast.id)),
		);
	}

	#stopTimer(id: number): void {
		this.#timers.get(id)?.();
		this.#timers.delete(id);
	}
}

export const [getToasts, setToasts] = createContext<Toasts>();
