import type { Dispose } from '#lib/base/disposer.ts';
import { m } from '#lib/paraglide/messages.js';
import {
	isBinding,
	isUsable,
	PAUSE,
	PAUSE_KEY,
	slotsOf,
	type Action,
	type Binding,
} from '#lib/runtime/input/actions.ts';
import {
	bindControl,
	bindingsOf,
	isChanged,
	readControls,
	resetControl,
	slotOf,
	type Controls,
} from '#lib/runtime/input/controls.ts';
import { readPad, type PadState } from '#lib/runtime/input/read-pad.ts';
import type { NextFrame } from '#lib/runtime/loop/game-loop.ts';
import type { KeptControls } from '#lib/studio/kept-controls.svelte.ts';
import { nameOfSlot } from './action-words.ts';
import { nameOfBinding, type KeyLayout } from './binding-names.ts';
import { readLayout } from './controls-layout.ts';

export type ControlLine = {
	readonly id: string;
	readonly name: string;
	/** As players know them. */
	readonly bindings: readonly string[];
	readonly changed: boolean;
	/** What is pressed next becomes its own. */
	readonly asked: boolean;
	/** Why what was pressed was not taken yet. */
	readonly problem: string | undefined;
	/** It can be had all the same, from another action. */
	readonly canTake: boolean;
};

export type ControlsEditorOptions = {
	readonly actions: readonly Action[];
	readonly kept: Pick<KeptControls, 'current' | 'keep'>;
	readonly nextFrame: NextFrame;
	readonly pads: () => readonly (PadState | null)[];
};

type Asked = { readonly slot: string; readonly pressed?: Binding };

/** From here on a button of a pad, or a stick, was meant. */
const MEANT_AT = 0.6;

/** Binding the actions of a game otherwise: one is asked for at a time, and what is taken from another is said first. */
export class ControlsEditor {
	#options: ControlsEditorOptions;
	#asked = $state.raw<Asked | null>(null);
	#layout = $state.raw<KeyLayout>(new Map());
	#stopPads: Dispose = () => {};

	constructor(options: ControlsEditorOptions) {
		this.#options = options;
	}

	get changed(): boolean {
		return isChanged(this.#controls) || this.mirrored;
	}
	get mirrored(): boolean {
		return readLayout(this.#options.kept.current).mirrored;
	}
	get lines(): readonly ControlLine[] {
		return slotsOf(this.#options.actions).map((slot) => {
			const asked = this.#asked?.slot === slot.id ? this.#asked : undefined;
			const bindings = bindingsOf(this.#options.actions, this.#controls, slot.id);
			return {
				id: slot.id,
				name: nameOfSlot(slot),
				bindings: [...(slot.id === PAUSE ? [PAUSE_KEY] : []), ...bindings].map((binding) =>
					this.#name(binding),
				),
				changed: isChanged(this.#controls, slot.id),
				asked: asked !== undefined,
				problem: asked?.pressed && this.#problemOf(asked.slot, asked.pressed),
				canTake: asked?.pressed !== undefined && isUsable(asked.pressed),
			};
		});
	}

	setLayout(layout: KeyLayout): void {
		this.#layout = layout;
	}

	setMirrored(mirrored: boolean): void {
		this.#keep(this.#controls, mirrored);
	}

	/** Waits for what is pressed next. */
	ask(slot: string): void {
		this.cancel();
		this.#asked = { slot };
		this.#stopPads = this.#hearPads();
	}

	/** As it was. */
	cancel(): void {
		this.#stopPads();
		this.#asked = null;
	}

	/** Something is pressed while it is asked for; Escape leaves everything as it was. */
	press(binding: Binding): void {
		const asked = this.#asked;
		if (!asked || !isBinding(binding)) return;
		if (binding === PAUSE_KEY) return this.cancel();
		const by = slotOf(this.#options.actions, this.#controls, binding);
		if (!isUsable(binding) || (by !== undefined && by !== asked.slot))
			this.#asked = { slot: asked.slot, pressed: binding };
		else this.#bind(asked.slot, binding);
	}

	/** Takes what was pressed from the action that has it. */
	take(): void {
		const { slot, pressed } = this.#asked ?? {};
		if (slot && pressed && isUsable(pressed)) this.#bind(slot, pressed);
	}

	/** One slot, or everything, as it is by default. */
	reset(slot?: string): void {
		this.cancel();
		if (slot === undefined) this.#keep({}, false);
		else this.#keep(resetControl(this.#options.actions, this.#controls, slot), this.mirrored);
	}

	get #controls(): Controls {
		const { actions, kept } = this.#options;
		return readControls(actions, readLayout(kept.current).bindings);
	}

	#name(binding: Binding): string {
		return nameOfBinding(binding, this.#layout);
	}

	#bind(slot: string, binding: Binding): void {
		this.cancel();
		this.#keep(bindControl(this.#options.actions, this.#controls, slot, binding), this.mirrored);
	}

	#keep(bindings: Controls, mirrored: boolean): void {
		this.#options.kept.keep({ bindings, mirrored } satisfies Record<string, unknown>);
	}

	#problemOf(slot: string, binding: Binding): string {
		const key = this.#name(binding);
		if (!isUsable(binding)) return m.play_control_reserved({ key });
		const { actions } = this.#options;
		const by = slotOf(actions, this.#controls, binding);
		const other = slotsOf(actions).find(({ id }) => id === by && id !== slot);
		return m.play_control_taken({ key, action: other ? nameOfSlot(other) : '' });
	}

	/** What is held already when it is asked was not meant. */
	#hearPads(): Dispose {
		const { nextFrame, pads } = this.#options;
		const pressed = () =>
			pads().flatMap((pad) =>
				pad ? [...readPad(pad)].filter(([, amount]) => amount >= MEANT_AT).map(([name]) => name) : [],
			);
		let held = pressed();
		let stop: Dispose = () => {};
		const hear = () => {
			const now = pressed();
			const meant = now.find((name) => !held.includes(name));
			held = now;
			stop = nextFrame(hear);
			if (meant) this.press(meant);
		};
		stop = nextFrame(hear);
		return () => stop();
	}
}
